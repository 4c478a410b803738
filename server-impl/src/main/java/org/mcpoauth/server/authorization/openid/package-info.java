/** Logging in to clients with this server (OpenID Connect Core 1.0), where that is offered. */
@org.jspecify.annotations.NullMarked
package org.mcpoauth.server.authorization.openid;
