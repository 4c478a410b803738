/** Values that are looked at again where they are kept. */
@org.jspecify.annotations.NullMarked
package org.mcpoauth.spi.support.changing;
