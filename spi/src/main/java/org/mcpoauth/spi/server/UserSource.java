package org.mcpoauth.spi.server;

/**
 * Where the users of an authorization server come from. Safe for use by several threads.
 *
 * <p>{@link UserAuthenticator}: a login form of the authorization server. {@link CallerUsers}: the login of the
 * container. {@link UpstreamProvider}: another OpenID Connect issuer. Other kinds are refused. The interface is not
 * sealed because containers make proxies of beans.
 */
public interface UserSource {}
