package org.mcpoauth.api.provider;

import java.net.URI;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.api.ResourceIdentifier;
import org.mcpoauth.api.Scopes;

/**
 * An authorization code and what it is bound to (RFC 6749, section 4.1.2). Providers add what they need
 * by implementing this interface; the endpoint gives their object back to them.
 */
public interface AuthorizationCode {

    /**
     * The client it was issued to.
     *
     * @return the client identifier
     */
    String clientId();

    /**
     * The user it was issued for.
     *
     * @return the subject
     */
    String subject();

    /**
     * What was granted.
     *
     * @return the scopes; may be empty
     */
    Scopes scopes();

    /**
     * The PKCE challenge.
     *
     * @return the S256 challenge
     */
    String codeChallenge();

    /**
     * Where the code was sent.
     *
     * @return the redirect URI
     */
    URI redirectUri();

    /**
     * Whether the authorization request named the redirect URI.
     *
     * @return {@code true} if the token request has to name it too
     */
    boolean redirectUriProvidedExplicitly();

    /**
     * The resources tokens may be issued for.
     *
     * @return the granted resources
     */
    List<ResourceIdentifier> resources();

    /**
     * The DPoP key the code is bound to (RFC 9449, section 10).
     *
     * @return the thumbprint, or {@code null} when it is not bound
     */
    @Nullable
    String dpopThumbprint();

    /**
     * When the code ends.
     *
     * @return the time
     */
    Instant expiresAt();

    /**
     * What an ID token for the code has to repeat (OpenID Connect Core 1.0, section 3.1.3.6).
     *
     * @return the {@code nonce} of the authorization request, {@code null} without one
     */
    default @Nullable String nonce() {
        return null;
    }

    /**
     * When the user proved who they are, for an ID token (OpenID Connect Core 1.0, section 2).
     *
     * @return the time, {@code null} if it is not known
     */
    default @Nullable Instant authenticatedAt() {
        return null;
    }

    /**
     * How the user proved it, as an authentication context class (OpenID Connect Core 1.0, section 2).
     *
     * @return the class, {@code null} if it is not known
     */
    default @Nullable String acr() {
        return null;
    }
}
