/** The life of tokens: obtained, kept, refreshed, renewed, widened, revoked. */
@org.jspecify.annotations.NullMarked
package org.mcpoauth.client.token;
