/**
 * Proof of possession: DPoP (RFC 9449) and client certificates (RFC 8705), without a framework and for
 * both server roles.
 */
@org.jspecify.annotations.NullMarked
package org.mcpoauth.server.proof;
