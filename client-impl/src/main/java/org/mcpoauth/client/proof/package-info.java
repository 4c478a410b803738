/** Tokens that are bound to a key: the keys, their proofs, and the nonces of servers (RFC 9449). */
@org.jspecify.annotations.NullMarked
package org.mcpoauth.client.proof;
