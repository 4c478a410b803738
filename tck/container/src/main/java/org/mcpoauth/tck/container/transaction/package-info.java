/** Of the application: its own rows beside entries of the library, in transactions of the container. */
@NullMarked
package org.mcpoauth.tck.container.transaction;

import org.jspecify.annotations.NullMarked;
