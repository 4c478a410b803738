package org.mcpoauth.api.provider;

import java.net.URI;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.api.ResourceIdentifier;
import org.mcpoauth.api.Scopes;

/**
 * A validated authorization request (RFC 6749, section 4.1.1; RFC 7636; RFC 8707): client and redirect
 * URI are known to belong together, the PKCE method is S256, the resources are ones this server issues
 * tokens for.
 *
 * @param state the client's {@code state}, or {@code null} when it sent none
 * @param scopes the scopes it asked for; may be empty
 * @param codeChallenge the S256 challenge, 43 characters
 * @param redirectUri where the answer goes
 * @param redirectUriProvidedExplicitly whether the request named it; if so, the token request must too
 * @param resources the resources it asked for, or the only one there is; may be empty only if the server
 *     guards none
 * @param dpopThumbprint {@code dpop_jkt} (RFC 9449, section 10), or {@code null}
 * @param authentication how the user shall be authenticated
 * @param nonce what an ID token for the code has to repeat (OpenID Connect Core 1.0, section 3.1.2.1), or {@code null}
 */
public record AuthorizationParameters(
        @Nullable String state,
        Scopes scopes,
        String codeChallenge,
        URI redirectUri,
        boolean redirectUriProvidedExplicitly,
        List<ResourceIdentifier> resources,
        @Nullable String dpopThumbprint,
        RequestedAuthentication authentication,
        @Nullable String nonce) {

    /** Checks and copies the components. */
    public AuthorizationParameters {
        Objects.requireNonNull(scopes, "scopes");
        Objects.requireNonNull(codeChallenge, "codeChallenge");
        Objects.requireNonNull(redirectUri, "redirectUri");
        Objects.requireNonNull(authentication, "authentication");
        resources = List.copyOf(resources);
    }

    /**
     * A request without a {@code nonce}.
     *
     * @param state the client's {@code state}, or {@code null}
     * @param scopes the scopes it asked for
     * @param codeChallenge the S256 challenge
     * @param redirectUri where the answer goes
     * @param redirectUriProvidedExplicitly whether the request named it
     * @param resources the resources it asked for
     * @param dpopThumbprint {@code dpop_jkt}, or {@code null}
     * @param authentication how the user shall be authenticated
     */
    public AuthorizationParameters(
            @Nullable String state,
            Scopes scopes,
            String codeChallenge,
            URI redirectUri,
            boolean redirectUriProvidedExplicitly,
            List<ResourceIdentifier> resources,
            @Nullable String dpopThumbprint,
            RequestedAuthentication authentication) {
        this(
                state,
                scopes,
                codeChallenge,
                redirectUri,
                redirectUriProvidedExplicitly,
                resources,
                dpopThumbprint,
                authentication,
                null);
    }
}
