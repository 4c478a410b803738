/** Another OpenID Connect issuer where users log in: the authorization server as a client of it. */
@org.jspecify.annotations.NullMarked
package org.mcpoauth.server.authorization.upstream;
