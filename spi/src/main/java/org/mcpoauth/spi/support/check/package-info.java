/** The rules of the look at a configuration before it is used, one class each. */
@org.jspecify.annotations.NullMarked
package org.mcpoauth.spi.support.check;
