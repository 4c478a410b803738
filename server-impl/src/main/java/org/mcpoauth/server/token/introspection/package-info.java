/** Tokens about which the authorization server is asked: over HTTP (RFC 7662), or in this process. */
@org.jspecify.annotations.NullMarked
package org.mcpoauth.server.token.introspection;
