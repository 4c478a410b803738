package org.mcpoauth.api.client;

import java.net.URI;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.api.ResourceIdentifier;
import org.mcpoauth.api.Scopes;
import org.mcpoauth.api.Secret;

/**
 * Requests to the endpoints of an authorization server on behalf of a registered client.
 *
 * <p>Safe for use by several threads; interruption ends a call. Nothing here retries a grant that can
 * be used once.
 */
public interface Grants {

    /**
     * Builds an authorization request with PKCE S256, {@code state} and {@code resource} (RFC 6749,
     * section 4.1.1; RFC 7636; RFC 8707). Nothing is sent.
     *
     * @param client the client
     * @param options what to ask for
     * @return the request to open and to remember
     * @throws org.mcpoauth.api.error.ResponseViolationException with {@code PKCE_UNSUPPORTED} if the
     *     server does not list S256, or {@code MISSING_SERVER_METADATA} if it has no authorization
     *     endpoint
     * @throws org.mcpoauth.api.error.TransportException with {@code ENDPOINT_REFUSED} if the authorization
     *     endpoint is not one to open
     * @throws org.mcpoauth.api.error.ConfigurationException if the redirect URI is neither {@code https} nor
     *     plain {@code http} to a loopback address or {@code localhost}, or has a fragment or user information
     *     (OAuth 2.1, section 1.5)
     */
    AuthorizationRequest authorizationRequest(RegisteredClient client, AuthorizationRequestOptions options);

    /**
     * Pushes the parameters of an authorization request to the server first (RFC 9126, section 2).
     *
     * @param client the client
     * @param options what to ask for
     * @return the request to open, which holds a reference only, and to remember
     * @throws org.mcpoauth.api.error.McpOAuthException as {@link #authorizationRequest} and {@link #token}
     *     do
     */
    AuthorizationRequest pushedAuthorizationRequest(RegisteredClient client, AuthorizationRequestOptions options);

    /**
     * Judges what came to the redirect URI.
     *
     * @param request the request that was remembered; use it once
     * @param redirect the full URL the browser was sent to
     * @return the validated response
     * @throws org.mcpoauth.api.error.ResponseViolationException as {@link AuthorizationResponse#validate}
     * @throws org.mcpoauth.api.error.OAuthErrorException as {@link AuthorizationResponse#validate}
     */
    AuthorizationResponse authorizationResponse(AuthorizationRequest request, URI redirect);

    /**
     * Presents a grant at the token endpoint (RFC 6749, section 3.2).
     *
     * @param client the client
     * @param grant what it presents
     * @param dpopKey the key to bind the tokens to (RFC 9449, section 5), or {@code null} for bearer
     *     tokens; a nonce that the server asks for is used in one repetition
     * @return what was granted
     * @throws org.mcpoauth.api.error.OAuthErrorException if the server refused
     * @throws org.mcpoauth.api.error.ResponseViolationException if its answer breaks a rule, or with
     *     {@code MISSING_SERVER_METADATA} if it has no token endpoint
     * @throws org.mcpoauth.api.error.TransportException if the endpoint cannot be reached or must not be
     */
    TokenResponse token(RegisteredClient client, Grant grant, @Nullable DPoPKey dpopKey);

    /**
     * Revokes a token (RFC 7009, section 2.1). A token the server does not know is no error.
     *
     * @param client the client the token was issued to
     * @param token the token
     * @param kind what it is
     * @throws org.mcpoauth.api.error.McpOAuthException as {@link #token} does
     */
    void revoke(RegisteredClient client, Secret token, TokenKind kind);

    /**
     * Asks what a token is worth (RFC 7662, section 2.1).
     *
     * @param client the client that asks
     * @param token the token
     * @param kind what it is, or {@code null} when not known
     * @return the answer
     * @throws org.mcpoauth.api.error.McpOAuthException as {@link #token} does
     */
    IntrospectionResponse introspect(RegisteredClient client, Secret token, @Nullable TokenKind kind);

    /**
     * Starts a device authorization (RFC 8628, section 3.1).
     *
     * @param client the client
     * @param scopes the scopes to ask for, or {@link Scopes#NONE}
     * @param resource the resource the token is for
     * @return the codes
     * @throws org.mcpoauth.api.error.McpOAuthException as {@link #token} does
     */
    DeviceAuthorization deviceAuthorization(RegisteredClient client, Scopes scopes, ResourceIdentifier resource);
}
