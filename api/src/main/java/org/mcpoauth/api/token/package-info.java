/** Verification of access tokens at a protected resource, and the principal a token stands for. */
@org.jspecify.annotations.NullMarked
package org.mcpoauth.api.token;
