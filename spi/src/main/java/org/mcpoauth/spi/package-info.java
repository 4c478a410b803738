/** The bootstrap for plain Java SE, the configuration of each role, and the factories that implementations provide. */
@org.jspecify.annotations.NullMarked
package org.mcpoauth.spi;
