/** Verification of JWT access tokens with the keys of their issuers. */
@org.jspecify.annotations.NullMarked
package org.mcpoauth.server.token;
