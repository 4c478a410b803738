/** What other jars and the application itself may bring: entries of the same services that this library uses. */
@NullMarked
package org.mcpoauth.tck.container.foreign;

import org.jspecify.annotations.NullMarked;
