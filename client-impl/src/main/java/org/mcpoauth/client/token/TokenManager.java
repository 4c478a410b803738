package org.mcpoauth.client.token;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.api.Scopes;
import org.mcpoauth.api.Secret;
import org.mcpoauth.api.challenge.Challenges;
import org.mcpoauth.api.error.OAuthErrorException;
import org.mcpoauth.client.OAuthChallenges;
import org.mcpoauth.client.proof.Possession;
import org.mcpoauth.client.target.ScopeChoice;
import org.mcpoauth.client.target.Target;
import org.mcpoauth.client.target.Targets;
import org.mcpoauth.client.token.StoredTokens.Standing;
import org.mcpoauth.spi.support.concurrent.SingleFlight;

/**
 * The life of an owner's tokens: obtained, refreshed ahead of their end, renewed after a 401, widened
 * after a 403. Of callers that want the same at the same time one does it and all share the outcome.
 */
public final class TokenManager {
    private final Targets targets;
    private final TokenGrant grant;
    private final TokenStore store;
    private final Possession possession;
    private final TokenRenewal renewal;
    private final TokenRevocation revocation;
    private final ScopeChoice choice;
    private final RenewalFlights renewals;
    private final SingleFlight<Owner, StoredTokens> dialogs;

    public TokenManager(
            SharedWork shared,
            ScopeChoice choice,
            Targets targets,
            TokenGrant grant,
            TokenStore store,
            Possession possession,
            TokenRenewal renewal,
            TokenRevocation revocation) {
        this.targets = targets;
        this.grant = grant;
        this.store = store;
        this.possession = possession;
        this.renewal = renewal;
        this.revocation = revocation;
        this.choice = choice;
        this.renewals = shared.renewals();
        this.dialogs = shared.dialogs();
    }

    public Optional<StoredTokens> stored(Owner owner) {
        return store.load(owner);
    }

    /**
     * Tokens the MCP server should take; empty if a challenge or a user is needed. Near the end of a token
     * its renewal begins, and nobody waits for that while the old one serves.
     */
    public Optional<StoredTokens> usable(Owner owner) {
        StoredTokens now = store.load(owner).orElse(null);
        if (now == null || !renewal.isDue(now)) {
            return Optional.ofNullable(now);
        }
        boolean isPossible = renewal.isPossible(owner, now);
        if (renewal.serves(now)) {
            if (isPossible && !renewal.isPaused(owner, now)) {
                renewals.start(Purpose.ahead(owner), () -> renewal.ahead(owner));
            }
            return Optional.of(now);
        }
        boolean isRefused = now.standing() != Standing.GOOD && grant.asksUser(owner);
        return isPossible && !isRefused
                ? renewals.await(Purpose.ahead(owner), () -> renewal.ahead(owner))
                        .filter(renewal::serves)
                : Optional.empty();
    }

    /** The first tokens, after a challenge. */
    public StoredTokens first(Owner owner, Challenges challenges) {
        Optional<StoredTokens> refused = store.load(owner).filter(now -> now.standing() == Standing.REFUSED);
        if (refused.isPresent()) {
            return renewed(owner, refused.get(), challenges, true);
        }
        return dialogs.run(
                owner,
                new Purpose(owner, Step.FIRST, null, Scopes.NONE),
                () -> store.load(owner)
                        .filter(renewal::serves)
                        .orElseGet(() -> authorized(owner, targets.find(challenges, null), challenges, Scopes.NONE)));
    }

    /**
     * Other tokens than those the server just refused, which nobody is given again; its metadata are read
     * anew first.
     *
     * @param mayRefresh whether the refused ones were not themselves the answer to a refusal
     */
    public StoredTokens renewed(Owner owner, StoredTokens refused, Challenges challenges, boolean mayRefresh) {
        refuse(owner, refused, mayRefresh ? Standing.REFUSED : Standing.USELESS);
        Optional<StoredTokens> others = others(owner, refused);
        if (others.isEmpty() && mayRefresh) {
            others = renewals.await(
                    new Purpose(owner, Step.RENEW, refused.access().value(), Scopes.NONE),
                    () -> renewal.afterRefusal(owner, refused, challenges));
        }
        return others.orElseGet(() -> authorizedInstead(owner, refused, challenges, mayRefresh));
    }

    /**
     * Tokens that also have the challenged scopes (MCP authorization, "Step-Up Authorization Flow"), or of a
     * user who authenticated as challenged (RFC 9470, section 4).
     */
    public StoredTokens widened(Owner owner, StoredTokens narrow, Challenges challenges, StepUpDecision decision) {
        Scopes challenged = OAuthChallenges.scopes(challenges);
        return dialogs.run(owner, new Widening(narrow.access().value(), Demand.of(challenged, challenges)), () -> {
            StoredTokens now = stored(owner).orElse(narrow);
            boolean somebodyDidIt = !now.isSameAccess(narrow) && now.requested().containsAll(challenged);
            if (somebodyDidIt) {
                return now;
            }
            Demand wanted = Demand.of(ScopeChoice.union(now.scopesSoFar(), challenged), challenges);
            return decision.decide(now, wanted, () -> authorizedForMore(owner, now, challenges));
        });
    }

    private StoredTokens authorizedForMore(Owner owner, StoredTokens now, Challenges challenges) {
        boolean saysWhere = OAuthChallenges.resourceMetadata(challenges).isPresent();
        Challenges way = saysWhere ? challenges : now.source().challenges();
        Target target = targets.find(way, now.issuer());
        boolean stays = target.issuer().equals(now.issuer());
        return authorized(owner, stays ? kept(target, now) : target, challenges, now.scopesSoFar());
    }

    /** Whether a user can do something for these tokens. */
    public boolean asksUser(Owner owner) {
        return grant.asksUser(owner);
    }

    /** Forgets the tokens, then revokes them; those of a refresh under way are revoked when they come. */
    public void revoke(Owner owner) {
        store.revoke(owner).ifPresent(revocation::revoke);
    }

    private void refuse(Owner owner, StoredTokens refused, Standing standing) {
        store.load(owner)
                .filter(now -> now.isSameAccess(refused) && now.standing() != standing)
                .ifPresent(now -> store.change(owner, now, now.withStanding(standing)));
    }

    private Optional<StoredTokens> others(Owner owner, StoredTokens refused) {
        return store.load(owner).filter(now -> !now.isSameAccess(refused) && renewal.serves(now));
    }

    private StoredTokens authorizedInstead(
            Owner owner, StoredTokens refused, Challenges challenges, boolean metadataAreNew) {
        Purpose purpose = new Purpose(owner, Step.RENEW, refused.access().value(), Scopes.NONE);
        return dialogs.run(
                owner,
                purpose,
                () -> others(owner, refused).orElseGet(() -> {
                    Target target = metadataAreNew
                            ? targets.find(challenges, refused.issuer())
                            : targets.refresh(challenges, refused.issuer());
                    return target.issuer().equals(refused.issuer())
                            ? authorized(
                                    owner,
                                    kept(targets.current(target, challenges), refused),
                                    challenges,
                                    refused.scopesSoFar())
                            : authorized(owner, target, challenges, Scopes.NONE);
                }));
    }

    /** Tokens at the same server stay bound to the same key. */
    private Target kept(Target target, StoredTokens before) {
        return target.with(possession.kept(target.binding(), before.keyThumbprint()));
    }

    /**
     * Asks for tokens. What a user has just agreed to replaces whatever is stored. A server that lost a
     * registration answers {@code invalid_client}; registering once more heals that.
     */
    private StoredTokens authorized(Owner owner, Target target, Challenges challenges, Scopes soFar) {
        Scopes wanted = soFar.isEmpty()
                ? choice.initial(challenges, target)
                : ScopeChoice.union(soFar, OAuthChallenges.scopes(challenges));
        Demand demand =
                Demand.of(grant.asksUser(owner) ? choice.withOfflineAccess(wanted, target) : wanted, challenges);
        StoredTokens tokens;
        try {
            tokens = grant.obtain(owner, target, demand);
        } catch (OAuthErrorException refusal) {
            if (!targets.dropsForgotten(target.issuer(), target.clientId(), refusal)) {
                throw refusal;
            }
            Target anew = targets.find(target.source().challenges(), target.issuer());
            tokens = grant.obtain(owner, anew.with(target.binding()), demand);
        }
        store.put(owner, tokens);
        return tokens;
    }

    /** What callers wait for; equal ones share the outcome. */
    private record Purpose(Owner owner, Step step, @Nullable Secret instead, Scopes scopes) {
        static Purpose ahead(Owner owner) {
            return new Purpose(owner, Step.AHEAD, null, Scopes.NONE);
        }
    }

    private enum Step {
        AHEAD,
        FIRST,
        RENEW
    }

    /** More than before; callers that lack the same share the outcome. */
    private record Widening(Secret instead, Demand challenged) {}
}
