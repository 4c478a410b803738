package org.mcpoauth.client.token;

import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.api.Scopes;
import org.mcpoauth.api.Secret;
import org.mcpoauth.api.challenge.Challenges;
import org.mcpoauth.api.client.Grants;
import org.mcpoauth.api.client.TokenKind;
import org.mcpoauth.api.error.OAuthErrorException;
import org.mcpoauth.client.OAuthChallenges;
import org.mcpoauth.client.proof.Possession;
import org.mcpoauth.client.target.ScopeChoice;
import org.mcpoauth.client.target.Target;
import org.mcpoauth.client.target.Targets;
import org.mcpoauth.spi.ClientConfiguration;
import org.mcpoauth.spi.support.concurrent.SingleFlight;

/**
 * The life of an owner's tokens: obtained, refreshed ahead of their end, renewed after a 401, widened
 * after a 403. Of callers that want the same at the same time one does it and all share the outcome.
 */
public final class TokenManager {
    private final Grants grants;
    private final Targets targets;
    private final TokenGrant grant;
    private final TokenStore store;
    private final Possession possession;
    private final TokenRefresh refresh;
    private final ScopeChoice choice;
    private final SingleFlight<Owner, Optional<StoredTokens>> flights;

    public TokenManager(
            ClientConfiguration configuration,
            ScopeChoice choice,
            Grants grants,
            Targets targets,
            TokenGrant grant,
            TokenStore store,
            Possession possession,
            TokenRefresh refresh) {
        this.grants = grants;
        this.targets = targets;
        this.grant = grant;
        this.store = store;
        this.possession = possession;
        this.refresh = refresh;
        this.choice = choice;
        this.flights = new SingleFlight<>(owner -> configuration.serverUrl());
    }

    public Optional<StoredTokens> stored(Owner owner) {
        return store.load(owner).map(TokenStore.Version::tokens);
    }

    /** Tokens that live on for the configured time, refreshed if they must be; empty if there are none. */
    public Optional<StoredTokens> usable(Owner owner) {
        Optional<StoredTokens> stored = stored(owner);
        if (stored.isEmpty() || refresh.livesOn(stored.get())) {
            return stored;
        }
        return flights.run(owner, Purpose.REFRESH, () -> refresh.ahead(owner));
    }

    /** The first tokens, after a challenge. */
    public StoredTokens first(Owner owner, Challenges challenges) {
        return flight(
                owner,
                new Purpose(Step.FIRST, null, Scopes.NONE),
                () -> stored(owner)
                        .orElseGet(() -> authorized(owner, targets.find(challenges, null), challenges, Scopes.NONE)));
    }

    /** Other tokens than those the server just refused; its metadata are read anew first. */
    public StoredTokens renewed(Owner owner, StoredTokens refused, Challenges challenges, boolean mayRefresh) {
        return flight(owner, new Purpose(Step.RENEW, refused.access().value(), Scopes.NONE), () -> {
            TokenStore.Version version = store.load(owner).orElse(null);
            if (version != null && !version.tokens().isSameAccess(refused)) {
                return version.tokens();
            }
            Target target = targets.refresh(challenges, refused.issuer());
            boolean stays = target.issuer().equals(refused.issuer());
            Target bound = stays ? kept(target, refused) : target;
            Optional<StoredTokens> refreshed =
                    version != null && stays && mayRefresh ? refresh.now(owner, bound, version) : Optional.empty();
            return refreshed.orElseGet(
                    () -> authorized(owner, bound, challenges, stays ? refused.scopesSoFar() : Scopes.NONE));
        });
    }

    /** Tokens that also have the challenged scopes (MCP authorization, "Step-Up Authorization Flow"). */
    public StoredTokens widened(Owner owner, StoredTokens narrow, Challenges challenges) {
        Scopes challenged = OAuthChallenges.scopes(challenges);
        return flight(owner, new Purpose(Step.WIDEN, narrow.access().value(), challenged), () -> {
            StoredTokens now = stored(owner).orElse(narrow);
            boolean somebodyDidIt = !now.isSameAccess(narrow) && now.requested().containsAll(challenged);
            if (somebodyDidIt) {
                return now;
            }
            boolean saysWhere = OAuthChallenges.resourceMetadata(challenges).isPresent();
            Challenges way = saysWhere ? challenges : now.source().challenges();
            Target target = targets.find(way, now.issuer());
            boolean stays = target.issuer().equals(now.issuer());
            return authorized(owner, stays ? kept(target, now) : target, challenges, now.scopesSoFar());
        });
    }

    /** Forgets the tokens, then revokes them; the grant ends with its refresh token (RFC 7009, section 2.1). */
    public void revoke(Owner owner) {
        store.take(owner).ifPresent(tokens -> {
            Secret refreshToken = tokens.refresh();
            grants.revoke(
                    targets.known(tokens.issuer(), tokens.source()),
                    refreshToken == null ? tokens.access().value() : refreshToken,
                    refreshToken == null ? TokenKind.ACCESS_TOKEN : TokenKind.REFRESH_TOKEN);
        });
    }

    /** Tokens at the same server stay bound to the same key. */
    private Target kept(Target target, StoredTokens before) {
        return target.with(possession.kept(target.binding(), before.keyThumbprint()));
    }

    private StoredTokens flight(Owner owner, Purpose purpose, Supplier<StoredTokens> work) {
        return flights.run(owner, purpose, () -> Optional.of(work.get())).orElseThrow();
    }

    /**
     * Asks for tokens. What a user has just agreed to replaces whatever is stored. A server that lost a
     * registration answers {@code invalid_client}; registering once more heals that.
     */
    private StoredTokens authorized(Owner owner, Target target, Challenges challenges, Scopes soFar) {
        Scopes wanted = soFar.isEmpty()
                ? choice.initial(challenges, target)
                : ScopeChoice.union(soFar, OAuthChallenges.scopes(challenges));
        Demand demand = Demand.of(grant.asksUser(owner) ? choice.withOfflineAccess(wanted, target) : wanted);
        StoredTokens tokens;
        try {
            tokens = grant.obtain(owner, target, demand);
        } catch (OAuthErrorException refusal) {
            if (!targets.dropsForgotten(target.issuer(), refusal)) {
                throw refusal;
            }
            Target anew = targets.find(target.source().challenges(), target.issuer());
            tokens = grant.obtain(owner, anew.with(target.binding()), demand);
        }
        store.put(owner, tokens);
        return tokens;
    }

    /** What callers wait for; equal ones share the outcome. */
    private record Purpose(Step step, @Nullable Secret instead, Scopes scopes) {
        static final Purpose REFRESH = new Purpose(Step.REFRESH, null, Scopes.NONE);
    }

    private enum Step {
        REFRESH,
        FIRST,
        RENEW,
        WIDEN
    }
}
