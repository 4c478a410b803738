/**
 * The documents that authorization servers, protected resources and clients publish about themselves
 * (RFC 8414, RFC 9728, RFC 7591).
 */
@org.jspecify.annotations.NullMarked
package org.mcpoauth.api.metadata;
