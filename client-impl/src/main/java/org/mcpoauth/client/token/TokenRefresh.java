package org.mcpoauth.client.token;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import org.mcpoauth.api.Scopes;
import org.mcpoauth.api.Secret;
import org.mcpoauth.api.client.Grant;
import org.mcpoauth.api.client.TokenResponse;
import org.mcpoauth.api.error.ErrorCode;
import org.mcpoauth.api.error.FailureCode;
import org.mcpoauth.api.error.McpOAuthException;
import org.mcpoauth.api.error.OAuthErrorException;
import org.mcpoauth.client.proof.BoundTokens;
import org.mcpoauth.client.proof.Possession;
import org.mcpoauth.client.target.Target;
import org.mcpoauth.client.target.Targets;

/** Uses refresh tokens (RFC 6749, section 6). Callers make sure that one owner's is used once at a time. */
public final class TokenRefresh {
    private static final System.Logger LOG = System.getLogger("org.mcpoauth.client.token");
    /** The server may take the same refresh token later. */
    private static final Set<ErrorCode> PASSING =
            Set.of(ErrorCode.TEMPORARILY_UNAVAILABLE, ErrorCode.SERVER_ERROR, ErrorCode.SLOW_DOWN);

    private final Duration skew;
    private final BoundTokens grants;
    private final Possession possession;
    private final Targets targets;
    private final TokenStore store;
    private final InstantSource clock;

    public TokenRefresh(
            Duration skew,
            BoundTokens grants,
            Possession possession,
            Targets targets,
            TokenStore store,
            InstantSource clock) {
        this.skew = skew;
        this.grants = grants;
        this.possession = possession;
        this.targets = targets;
        this.store = store;
        this.clock = clock;
    }

    public boolean livesOn(StoredTokens tokens) {
        return tokens.access().livesFor(clock.instant(), skew);
    }

    /** New tokens before the old ones end; as long as these live, no failure is one of the caller. */
    public Optional<StoredTokens> ahead(Owner owner) {
        Optional<TokenStore.Version> version = store.load(owner);
        if (version.isEmpty() || livesOn(version.get().tokens())) {
            return version.map(TokenStore.Version::tokens);
        }
        try {
            return refreshed(owner, version.get());
        } catch (McpOAuthException e) {
            if (e.code() == FailureCode.INTERRUPTED || !isAlive(version.get().tokens())) {
                throw e;
            }
            LOG.log(System.Logger.Level.DEBUG, "MCPO3101 refresh failed, the old token still serves: " + e.code());
            return Optional.of(version.get().tokens());
        }
    }

    private Optional<StoredTokens> refreshed(Owner owner, TokenStore.Version version) {
        StoredTokens old = version.tokens();
        if (old.refresh() != null) {
            Target target = targets.find(old.source().challenges(), old.issuer());
            if (target.issuer().equals(old.issuer())) {
                return now(owner, target, version);
            }
        }
        if (isAlive(old)) {
            return Optional.of(old);
        }
        store.discard(owner, version);
        return Optional.empty();
    }

    /** Uses the refresh token; one the server will not take any more is dropped, unless a newer one is stored. */
    public Optional<StoredTokens> now(Owner owner, Target found, TokenStore.Version version) {
        Target target =
                found.with(possession.kept(found.binding(), version.tokens().keyThumbprint()));
        Secret refreshToken = version.tokens().refresh();
        if (refreshToken == null) {
            return Optional.empty();
        }
        try {
            Grant grant = new Grant.RefreshToken(refreshToken, Scopes.NONE, target.resource());
            TokenResponse answer = grants.present(target.client(), grant, target.binding());
            StoredTokens next = Tokens.next(target, version.tokens(), answer);
            // where another node was faster, its tokens are the ones to use
            return Optional.of(
                    store.replace(owner, version, next) ? next : current(owner).orElse(next));
        } catch (OAuthErrorException refusal) {
            if (mayPass(target, refusal)) {
                throw refusal;
            }
            LOG.log(System.Logger.Level.DEBUG, "MCPO3102 refresh refused: " + refusal.error());
            return store.discard(owner, version) ? Optional.empty() : current(owner);
        }
    }

    /** Wrong configured credentials are no reason to throw a user's grant away. */
    private boolean mayPass(Target target, OAuthErrorException refusal) {
        boolean isOurFault =
                refusal.error().equals(ErrorCode.INVALID_CLIENT) && !targets.dropsForgotten(target.issuer(), refusal);
        return isOurFault || refusal.status() >= 500 || PASSING.contains(refusal.error());
    }

    private Optional<StoredTokens> current(Owner owner) {
        return store.load(owner).map(TokenStore.Version::tokens);
    }

    private boolean isAlive(StoredTokens tokens) {
        return tokens.access().livesFor(clock.instant(), Duration.ZERO);
    }
}
