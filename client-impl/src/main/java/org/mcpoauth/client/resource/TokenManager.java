package org.mcpoauth.client.resource;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.api.Scopes;
import org.mcpoauth.api.Secret;
import org.mcpoauth.api.challenge.Challenges;
import org.mcpoauth.api.client.Grant;
import org.mcpoauth.api.client.Grants;
import org.mcpoauth.api.client.TokenKind;
import org.mcpoauth.api.error.ErrorCode;
import org.mcpoauth.api.error.OAuthErrorException;
import org.mcpoauth.api.error.TransportException;
import org.mcpoauth.spi.ClientConfiguration;

/**
 * The life of an owner's tokens: obtained, refreshed ahead of their end, renewed after a 401, widened
 * after a 403. Of callers that want the same at the same time one does it and all share the outcome.
 */
final class TokenManager {
    private static final System.Logger LOG = System.getLogger("org.mcpoauth.client.token");

    private final ClientConfiguration configuration;
    private final Grants grants;
    private final Targets targets;
    private final Authorizations authorizations;
    private final TokenStore store;
    private final InstantSource clock;
    private final ScopeChoice choice;
    private final SingleFlight<Owner, Optional<StoredTokens>> flights;

    TokenManager(
            ClientConfiguration configuration,
            Grants grants,
            Targets targets,
            Authorizations authorizations,
            TokenStore store,
            InstantSource clock) {
        this.configuration = configuration;
        this.grants = grants;
        this.targets = targets;
        this.authorizations = authorizations;
        this.store = store;
        this.clock = clock;
        this.choice = new ScopeChoice(configuration);
        this.flights = new SingleFlight<>(configuration.serverUrl());
    }

    Optional<StoredTokens> stored(Owner owner) {
        return store.load(owner).map(TokenStore.Version::tokens);
    }

    /** Tokens that live on for the configured time, refreshed if they must be; empty if there are none. */
    Optional<StoredTokens> usable(Owner owner) {
        Optional<StoredTokens> stored = stored(owner);
        if (stored.isEmpty() || livesOn(stored.get())) {
            return stored;
        }
        return flights.run(owner, () -> refreshed(owner));
    }

    /** The first tokens, after a challenge. */
    StoredTokens first(Owner owner, Challenges challenges) {
        return shared(owner, null, () -> authorized(owner, null, targets.find(challenges), challenges, Scopes.NONE));
    }

    /** Other tokens than those the server just refused; its metadata are read anew first. */
    StoredTokens renewed(Owner owner, StoredTokens refused, Challenges challenges) {
        return shared(owner, refused, () -> {
            Target target = targets.refresh(challenges);
            TokenStore.Version version = store.load(owner).orElse(null);
            boolean stays = target.issuer().equals(refused.issuer());
            if (version != null && stays && refused.refresh() != null) {
                Optional<StoredTokens> refreshed = refresh(owner, target, version);
                if (refreshed.isPresent()) {
                    return refreshed.get();
                }
                version = store.load(owner).orElse(null);
            }
            return authorized(owner, version, target, challenges, stays ? refused.requested() : Scopes.NONE);
        });
    }

    /** Tokens that also have the challenged scopes (MCP authorization, "Step-Up Authorization Flow"). */
    StoredTokens widened(Owner owner, StoredTokens narrow, Challenges challenges) {
        return shared(
                owner,
                narrow,
                () -> authorized(
                        owner, store.load(owner).orElse(null), targets.find(challenges), challenges, soFar(narrow)));
    }

    static Scopes soFar(StoredTokens tokens) {
        return tokens.requested().union(tokens.access().scopes());
    }

    URI start(Owner owner, Scopes scopes, Challenges challenges) {
        Target target = targets.find(challenges);
        Scopes wanted = scopes.isEmpty() ? choice.initial(challenges, target) : scopes;
        return authorizations.start(owner, target, choice.withOfflineAccess(wanted, target));
    }

    StoredTokens complete(Owner owner, URI redirect) {
        StoredTokens tokens = authorizations.complete(owner, redirect);
        return keep(owner, store.load(owner).orElse(null), tokens);
    }

    /** Forgets the tokens, then revokes them; the grant ends with its refresh token (RFC 7009, section 2.1). */
    void revoke(Owner owner) {
        Optional<TokenStore.Version> version = store.load(owner);
        if (version.isPresent() && store.discard(owner, version.get())) {
            StoredTokens tokens = version.get().tokens();
            Target target = targets.find(Challenges.NONE);
            if (target.issuer().equals(tokens.issuer())) {
                Secret refresh = tokens.refresh();
                grants.revoke(
                        target.client(),
                        refresh == null ? tokens.access().value() : refresh,
                        refresh == null ? TokenKind.ACCESS_TOKEN : TokenKind.REFRESH_TOKEN);
            }
        }
    }

    /** What another caller stored in the meantime serves as well. */
    private StoredTokens shared(Owner owner, @Nullable StoredTokens before, Supplier<StoredTokens> work) {
        return flights.run(owner, () -> {
                    Optional<StoredTokens> now = stored(owner);
                    boolean changed = now.isPresent() && (before == null || !isSame(now.get(), before));
                    return changed ? now : Optional.of(work.get());
                })
                .orElseThrow();
    }

    private static boolean isSame(StoredTokens one, StoredTokens other) {
        return one.access().value().equals(other.access().value());
    }

    private StoredTokens authorized(
            Owner owner, TokenStore.@Nullable Version before, Target target, Challenges challenges, Scopes soFar) {
        Scopes wanted =
                soFar.isEmpty() ? choice.initial(challenges, target) : soFar.union(ScopeChoice.challenged(challenges));
        Scopes scopes = choice.withOfflineAccess(wanted, target);
        try {
            return keep(owner, before, authorizations.obtain(owner, target, scopes));
        } catch (OAuthErrorException refusal) {
            if (!isForgottenRegistration(refusal)) {
                throw refusal;
            }
            targets.forgetRegistration(target.issuer());
            return keep(owner, before, authorizations.obtain(owner, targets.find(challenges), scopes));
        }
    }

    /** A server that lost a registration answers {@code invalid_client}; registering once more heals that. */
    private boolean isForgottenRegistration(OAuthErrorException refusal) {
        return refusal.error().equals(ErrorCode.INVALID_CLIENT) && configuration.clientId() == null;
    }

    private Optional<StoredTokens> refreshed(Owner owner) {
        Optional<TokenStore.Version> version = store.load(owner);
        if (version.isEmpty() || livesOn(version.get().tokens())) {
            return version.map(TokenStore.Version::tokens);
        }
        StoredTokens old = version.get().tokens();
        if (old.refresh() == null) {
            return unlessExpired(owner, version.get());
        }
        try {
            Target target = targets.find(Challenges.NONE);
            return target.issuer().equals(old.issuer())
                    ? refresh(owner, target, version.get())
                    : unlessExpired(owner, version.get());
        } catch (TransportException e) {
            if (old.access().livesFor(clock.instant(), Duration.ZERO)) {
                LOG.log(System.Logger.Level.DEBUG, "MCPO3101 refresh failed, the old token still serves: " + e.code());
                return Optional.of(old);
            }
            throw e;
        }
    }

    private Optional<StoredTokens> unlessExpired(Owner owner, TokenStore.Version version) {
        if (version.tokens().access().livesFor(clock.instant(), Duration.ZERO)) {
            return Optional.of(version.tokens());
        }
        store.discard(owner, version);
        return Optional.empty();
    }

    /** Uses the refresh token; one the server does not take any more is dropped, unless a newer one is stored. */
    private Optional<StoredTokens> refresh(Owner owner, Target target, TokenStore.Version version) {
        StoredTokens old = version.tokens();
        Secret refreshToken = old.refresh();
        if (refreshToken == null) {
            return Optional.empty();
        }
        try {
            Grant grant = new Grant.RefreshToken(refreshToken, Scopes.NONE, target.resource());
            return Optional.of(
                    keep(owner, version, Tokens.next(target, old, grants.token(target.client(), grant, null))));
        } catch (OAuthErrorException refusal) {
            LOG.log(System.Logger.Level.DEBUG, "MCPO3102 refresh refused: " + refusal.error());
            return store.discard(owner, version) ? Optional.empty() : stored(owner);
        }
    }

    /** Stores new tokens; where somebody else was faster, theirs are used. */
    private StoredTokens keep(Owner owner, TokenStore.@Nullable Version before, StoredTokens tokens) {
        return store.replace(owner, before, tokens) ? tokens : stored(owner).orElse(tokens);
    }

    private boolean livesOn(StoredTokens tokens) {
        Instant now = clock.instant();
        return tokens.access().livesFor(now, configuration.refreshSkew());
    }
}
