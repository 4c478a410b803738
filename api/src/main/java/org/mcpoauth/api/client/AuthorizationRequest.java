package org.mcpoauth.api.client;

import java.net.URI;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.api.Issuer;
import org.mcpoauth.api.ResourceIdentifier;
import org.mcpoauth.api.Scopes;
import org.mcpoauth.api.Secret;

/**
 * An authorization request: the URL to open in the user's browser, and everything that must be
 * remembered to judge the answer (RFC 6749, section 4.1.1; RFC 7636; RFC 9207, section 2.4). The issuer
 * recorded here comes from validated metadata.
 *
 * @param uri where to send the browser
 * @param issuer the authorization server that must answer
 * @param issuerInResponse whether its metadata promises {@code iss} in every response
 * @param clientId the client identifier that was sent
 * @param state the value that must come back
 * @param codeVerifier the PKCE verifier whose S256 challenge was sent
 * @param redirectUri where the answer comes
 * @param resource the resource the token is for
 * @param scopes the scopes that were asked for; may be empty
 * @param nonce the nonce that was sent, or {@code null}
 * @param expiresAt when an answer is not accepted any more
 */
public record AuthorizationRequest(
        URI uri,
        Issuer issuer,
        boolean issuerInResponse,
        String clientId,
        Secret state,
        Secret codeVerifier,
        URI redirectUri,
        ResourceIdentifier resource,
        Scopes scopes,
        @Nullable Secret nonce,
        Instant expiresAt) {

    /** Checks that nothing is missing. */
    public AuthorizationRequest {
        Objects.requireNonNull(uri, "uri");
        Objects.requireNonNull(issuer, "issuer");
        Objects.requireNonNull(clientId, "clientId");
        Objects.requireNonNull(state, "state");
        Objects.requireNonNull(codeVerifier, "codeVerifier");
        Objects.requireNonNull(redirectUri, "redirectUri");
        Objects.requireNonNull(resource, "resource");
        Objects.requireNonNull(scopes, "scopes");
        Objects.requireNonNull(expiresAt, "expiresAt");
    }

    /** Gives issuer, client, resource and scopes; the URL holds {@code state} and stays out. */
    @Override
    public String toString() {
        return "AuthorizationRequest[issuer=" + issuer + ", clientId=" + clientId + ", resource=" + resource
                + ", scopes=" + scopes + "]";
    }
}
