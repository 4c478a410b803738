package org.mcpoauth.client.token;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.mcpoauth.api.Scopes;
import org.mcpoauth.api.Secret;
import org.mcpoauth.api.challenge.Challenges;
import org.mcpoauth.api.client.Grant;
import org.mcpoauth.api.error.ErrorCode;
import org.mcpoauth.api.error.FailureCode;
import org.mcpoauth.api.error.McpOAuthException;
import org.mcpoauth.api.error.OAuthErrorException;
import org.mcpoauth.api.error.StorageException;
import org.mcpoauth.client.Leases;
import org.mcpoauth.client.proof.BoundTokens;
import org.mcpoauth.client.proof.Possession;
import org.mcpoauth.client.target.Target;
import org.mcpoauth.client.target.Targets;
import org.mcpoauth.client.token.StoredTokens.Standing;
import org.mcpoauth.spi.ClientConfiguration;
import org.mcpoauth.spi.client.ClientStorage.RefreshLock;

/**
 * Brings new tokens without asking a user: with the refresh token (RFC 6749, section 6), or once more with a
 * grant that needs nobody. Of all nodes that share a store one does it; the others take what it stored.
 */
public final class TokenRenewal {
    private static final System.Logger LOG = System.getLogger("org.mcpoauth.client.token");
    private static final int SHARE_OF_LIFE = 5;
    /** The server may do the same later. */
    private static final Set<ErrorCode> PASSING =
            Set.of(ErrorCode.TEMPORARILY_UNAVAILABLE, ErrorCode.SERVER_ERROR, ErrorCode.SLOW_DOWN);

    private final ClientConfiguration configuration;
    private final BoundTokens grants;
    private final Possession possession;
    private final Targets targets;
    private final TokenGrant grant;
    private final TokenStore store;
    private final Leases leases;
    private final RefreshPauses pauses;
    private final InstantSource clock;

    public TokenRenewal(
            ClientConfiguration configuration,
            BoundTokens grants,
            Possession possession,
            Targets targets,
            TokenGrant grant,
            TokenStore store,
            Leases leases,
            InstantSource clock) {
        this.configuration = configuration;
        this.grants = grants;
        this.possession = possession;
        this.targets = targets;
        this.grant = grant;
        this.store = store;
        this.leases = leases;
        this.pauses = new RefreshPauses(clock);
        this.clock = clock;
    }

    /** Whether the MCP server will take the access token. */
    boolean serves(StoredTokens tokens) {
        return tokens.standing() == Standing.GOOD && tokens.access().livesFor(clock.instant(), Duration.ZERO);
    }

    /** Whether the access token is refused or near its end: within the configured time or a fifth of its life. */
    boolean isDue(StoredTokens tokens) {
        return tokens.standing() != Standing.GOOD || !tokens.access().livesFor(clock.instant(), margin(tokens));
    }

    /** Whether there is a way to others without a user. */
    boolean isPossible(Owner owner, StoredTokens tokens) {
        return hasRefresh(tokens) || !grant.asksUser(owner);
    }

    /** Whether the server is to be left alone for now. */
    boolean isPaused(Owner owner, StoredTokens tokens) {
        return pauses.current(owner, tokens).isPresent();
    }

    /** New tokens in the place of those that are due; empty if only a user can help. */
    Optional<StoredTokens> ahead(Owner owner) {
        Optional<StoredTokens> old = store.load(owner);
        if (old.isEmpty() || !isDue(old.get())) {
            return old;
        }
        return tried(
                owner,
                old.get(),
                () -> targets.find(old.get().source().challenges(), old.get().issuer()));
    }

    /** New tokens in the place of those the MCP server refused, whose metadata are read anew first. */
    Optional<StoredTokens> afterRefusal(Owner owner, StoredTokens refused, Challenges challenges) {
        Optional<StoredTokens> old = store.load(owner);
        if (old.isEmpty() || !old.get().isSameAccess(refused)) {
            return old.filter(this::serves);
        }
        return tried(owner, old.get(), () -> targets.refresh(challenges, refused.issuer()));
    }

    private Duration margin(StoredTokens tokens) {
        Instant end = tokens.access().expiresAt();
        Duration skew = configuration.refreshSkew();
        if (end == null) {
            return skew;
        }
        Duration share = Duration.between(tokens.receivedAt(), end).dividedBy(SHARE_OF_LIFE);
        return share.compareTo(skew) < 0 && !share.isNegative() ? share : skew;
    }

    private Optional<StoredTokens> tried(Owner owner, StoredTokens old, Supplier<Target> way) {
        Optional<RefreshPauses.Pause> pause = pauses.current(owner, old);
        if (pause.isPresent()) {
            return pause.get().outcome();
        }
        try {
            Target target = way.get();
            return leadsBack(target, old) ? leased(owner, bound(target, old), old) : Optional.empty();
        } catch (StorageException isNoFaultOfTheServer) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "MCPO3146 tokens could not be renewed for want of a store: " + isNoFaultOfTheServer.code());
            throw isNoFaultOfTheServer;
        } catch (McpOAuthException e) {
            if (e.code() != FailureCode.INTERRUPTED) {
                LOG.log(System.Logger.Level.WARNING, "MCPO3101 tokens could not be renewed: " + e.code());
                pauses.begin(owner, old, e);
            }
            throw e;
        }
    }

    /** Tokens are bound to the client they were issued to (RFC 6749, section 10.4). */
    private static boolean leadsBack(Target target, StoredTokens old) {
        return target.issuer().equals(old.issuer())
                && target.client().information().clientId().equals(old.clientId());
    }

    private Target bound(Target target, StoredTokens old) {
        return target.with(possession.kept(target.binding(), old.keyThumbprint()));
    }

    private Optional<StoredTokens> leased(Owner owner, Target target, StoredTokens old) {
        Leases.Task<Optional<StoredTokens>, Optional<StoredTokens>> renewal = new Leases.Task<>(
                owner.refresh(),
                () -> store.load(owner),
                now -> now.isEmpty() || !now.get().isSameAccess(old) ? Optional.of(now) : Optional.empty(),
                now -> renewed(owner, target, now.orElseThrow()),
                // while the new tokens are here only, other nodes must not use the spent one
                () -> !store.isUnsaved(owner));
        return configuration.storage().refreshLock() == RefreshLock.STORE ? leases.once(renewal) : renewal.alone();
    }

    private Optional<StoredTokens> renewed(Owner owner, Target target, StoredTokens old) {
        Optional<StoredTokens> next = hasRefresh(old) ? refreshed(owner, target, old) : obtained(owner, target, old);
        next.ifPresentOrElse(renewed -> pauses.end(owner), () -> pauses.begin(owner, old, null));
        return next;
    }

    private Optional<StoredTokens> refreshed(Owner owner, Target target, StoredTokens old) {
        Secret refreshToken = Objects.requireNonNull(old.refresh());
        StoredTokens next;
        try {
            Grant refresh = new Grant.RefreshToken(refreshToken, Scopes.NONE, target.resource());
            next = Tokens.next(target, old, grants.present(target.client(), refresh, target.binding()));
        } catch (OAuthErrorException refusal) {
            return refused(owner, target, old, refusal);
        }
        return store.supersede(owner, old, next);
    }

    /**
     * Only {@code invalid_grant} speaks about the refresh token (RFC 6749, section 5.2), and only about the
     * one that was sent. After other refusals of the request a user may help; the rest is trouble that passes.
     */
    private Optional<StoredTokens> refused(Owner owner, Target target, StoredTokens old, OAuthErrorException refusal) {
        if (mayPass(target, refusal)) {
            throw refusal;
        }
        LOG.log(System.Logger.Level.DEBUG, "MCPO3102 refresh refused: " + refusal.error());
        Optional<StoredTokens> now = store.load(owner);
        if (now.isEmpty() || !now.get().isSame(old)) {
            return now;
        }
        if (refusal.error().equals(ErrorCode.INVALID_GRANT)) {
            store.change(owner, old, old.withoutRefresh());
        }
        return obtained(owner, target, old);
    }

    /** Tokens of a grant that needs no user; empty for others. */
    private Optional<StoredTokens> obtained(Owner owner, Target target, StoredTokens old) {
        return grant.asksUser(owner)
                ? Optional.empty()
                : store.supersede(owner, old, grant.obtain(owner, target, Demand.of(old.requested())));
    }

    /** Wrong configured credentials, or a guard in front of the server, are no reason to ask a user. */
    private boolean mayPass(Target target, OAuthErrorException refusal) {
        int status = refusal.status();
        boolean isOurFault = refusal.error().equals(ErrorCode.INVALID_CLIENT)
                && !targets.dropsForgotten(target.issuer(), target.clientId(), refusal);
        return isOurFault || status >= 500 || status == 429 || status == 403 || PASSING.contains(refusal.error());
    }

    private static boolean hasRefresh(StoredTokens tokens) {
        return tokens.refresh() != null && tokens.standing() != Standing.USELESS;
    }
}
