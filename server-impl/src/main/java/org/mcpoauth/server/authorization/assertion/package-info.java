/** Assertions of others that tokens are issued for (RFC 7521; RFC 7523): who vouches, by which key, for what. */
@org.jspecify.annotations.NullMarked
package org.mcpoauth.server.authorization.assertion;
