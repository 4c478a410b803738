/** Users of Jakarta Security, in the place of those of the application. */
@NullMarked
package org.mcpoauth.tck.container.staff;

import org.jspecify.annotations.NullMarked;
