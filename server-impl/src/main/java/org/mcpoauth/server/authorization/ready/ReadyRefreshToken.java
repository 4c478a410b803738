package org.mcpoauth.server.authorization.ready;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.api.ResourceIdentifier;
import org.mcpoauth.api.Scopes;
import org.mcpoauth.api.provider.RefreshToken;
import org.mcpoauth.api.token.Confirmation;

/**
 * A genuine refresh token of a stored grant, current or used.
 *
 * @param stored the grant as it was read
 * @param family its refresh tokens
 * @param text what was presented
 */
record ReadyRefreshToken(StoredGrant stored, RefreshFamily family, RefreshText text) implements RefreshToken {

    @Override
    public boolean isCurrent() {
        return family.isCurrent(text);
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
    public List<ResourceIdentifier> resources() {
        return terms().resources();
    }

    @Override
    public @Nullable Confirmation confirmation() {
        return family.confirmation();
    }

    /** A used token counts as long as the grant does, so that a late second use still ends the family. */
    @Override
    public Instant expiresAt() {
        return isCurrent() ? family.idleUntil() : stored.grant().keepUntil();
    }

    private GrantTerms terms() {
        return stored.grant().terms();
    }
}
