/** Guarded outbound HTTP: address policy, transport with deadline and cap, document cache. */
@org.jspecify.annotations.NullMarked
package org.mcpoauth.spi.support.http;
