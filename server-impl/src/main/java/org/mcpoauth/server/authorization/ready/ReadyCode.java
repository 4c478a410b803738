package org.mcpoauth.server.authorization.ready;

import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.api.ResourceIdentifier;
import org.mcpoauth.api.Scopes;
import org.mcpoauth.api.provider.AuthorizationCode;

/**
 * The code of a stored grant.
 *
 * @param stored the grant as it was read
 */
record ReadyCode(StoredGrant stored) implements AuthorizationCode {

    boolean isSpent() {
        return state().spent();
    }

    @Override
    public String clientId() {
        return terms().clientId();
    }

    @Override
    public String subject() {
        return terms().owner().subject();
    }

    @Override
    public Scopes scopes() {
        return terms().scopes();
    }

    @Override
    public String codeChallenge() {
        return state().challenge();
    }

    @Override
    public URI redirectUri() {
        return state().redirectUri();
    }

    @Override
    public boolean redirectUriProvidedExplicitly() {
        return state().redirectUriProvidedExplicitly();
    }

    @Override
    public List<ResourceIdentifier> resources() {
        return terms().resources();
    }

    @Override
    public @Nullable String dpopThumbprint() {
        return state().dpopThumbprint();
    }

    /** A spent code counts as long as the grant does, so that a late second use still revokes it. */
    @Override
    public Instant expiresAt() {
        return isSpent() ? stored.grant().keepUntil() : state().expiresAt();
    }

    @Override
    public @Nullable String nonce() {
        return state().nonce();
    }

    @Override
    public @Nullable Instant authenticatedAt() {
        return terms().owner().authenticatedAt();
    }

    @Override
    public @Nullable String acr() {
        return terms().owner().acr();
    }

    private GrantTerms terms() {
        return stored.grant().terms();
    }

    private CodeState state() {
        return Objects.requireNonNull(stored.grant().code(), "code");
    }
}
