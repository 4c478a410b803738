/** The application of the neighbouring package, which lists its classes. */
@NullMarked
package org.mcpoauth.tck.container.listed;

import org.jspecify.annotations.NullMarked;
