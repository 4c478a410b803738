/** The keys that sign and verify tokens. */
@org.jspecify.annotations.NullMarked
package org.mcpoauth.spi.key;
