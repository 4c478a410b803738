/** Signing and verifying compact JWS, JWKs and JWT claims, small and strict, on the JCA (RFC 7515 to 7519, 7638, 8037). */
@org.jspecify.annotations.NullMarked
package org.mcpoauth.spi.support.jose;
