package org.mcpoauth.server.authorization.ready;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.api.Secret;
import org.mcpoauth.api.error.EndpointException;
import org.mcpoauth.api.error.ErrorCode;
import org.mcpoauth.api.provider.Client;
import org.mcpoauth.api.provider.SecretHash;
import org.mcpoauth.api.token.Confirmation;
import org.mcpoauth.server.authorization.client.ClientAuthenticator;
import org.mcpoauth.spi.server.TokenIssuance;
import org.mcpoauth.spi.support.codec.RandomIds;

/**
 * Which refresh tokens may be used, and what comes after them (RFC 9700, section 4.14.2). Each use is one
 * compare-and-set on the record of the grant, so of parallel uses one wins. Within the grace the others, and whoever
 * lost the answer, are given the same successor again: never is there a second family.
 */
final class RefreshRotation {
    private final Grants grants;
    private final GrantTimes times;
    private final TokenIssuance tokens;
    private final InstantSource clock;
    private final RandomIds random;

    RefreshRotation(Grants grants, GrantTimes times, TokenIssuance tokens, InstantSource clock, RandomIds random) {
        this.grants = grants;
        this.times = times;
        this.tokens = tokens;
        this.clock = clock;
        this.random = random;
    }

    /**
     * A new family with its first token.
     *
     * @param family the state of the family
     * @param token the token
     */
    record First(RefreshFamily family, RefreshText token) {}

    /** Begins a family. */
    First begin(String grantId, @Nullable Confirmation confirmation) {
        Instant now = clock.instant();
        Secret secret = Secret.of(random.next());
        Secret seed = Secret.of(random.next());
        RefreshFamily family = new RefreshFamily(
                1,
                SecretHash.of(secret),
                seed,
                now,
                now.plus(tokens.refreshTokenIdleTtl()),
                now.plus(tokens.refreshTokenTtl()),
                confirmation);
        return new First(family, RefreshText.of(grantId, 1, secret, seed));
    }

    /**
     * Refuses a token that cannot be used any more, before anything is made for it.
     *
     * @throws EndpointException if it was used before
     */
    void requireUsable(Client client, ReadyRefreshToken token) {
        if (!token.isCurrent()) {
            instead(client, token);
        }
    }

    /**
     * Uses a token.
     *
     * @return its successor, empty if it may be used again
     * @throws EndpointException if it was used before
     */
    Optional<RefreshText> use(Client client, ReadyRefreshToken token, @Nullable Confirmation confirmation) {
        boolean isRotated = isRotated(client);
        RefreshFamily family = token.family();
        RefreshFamily next = family.with(
                isRotated ? family.generation() + 1 : family.generation(),
                clock.instant(),
                tokens.refreshTokenIdleTtl(),
                confirmation);
        if (token.isCurrent()
                && grants.replace(token.stored(), token.stored().grant().rotated(next, times.end(next)))) {
            return isRotated ? Optional.of(next.current(token.text())) : Optional.empty();
        }
        return instead(client, token);
    }

    private Optional<RefreshText> instead(Client client, ReadyRefreshToken token) {
        return isRotated(client) ? Optional.of(repeated(token)) : again(token);
    }

    private boolean isRotated(Client client) {
        return tokens.refresh().confidentialRotated() || ClientAuthenticator.isPublic(client);
    }

    /** What a token that has been used meanwhile was answered, as long as the answer may have been lost. */
    private RefreshText repeated(ReadyRefreshToken token) {
        RefreshFamily family = now(token);
        Duration grace = tokens.refresh().grace();
        if (family == null
                || !family.isPrevious(token.text())
                || !clock.instant().isBefore(family.rotatedAt().plus(grace))) {
            throw usedBefore(token);
        }
        return family.current(token.text());
    }

    /** A token that is not rotated may be used by several at once. */
    private Optional<RefreshText> again(ReadyRefreshToken token) {
        RefreshFamily family = now(token);
        if (family == null || !family.isCurrent(token.text())) {
            throw usedBefore(token);
        }
        return Optional.empty();
    }

    private @Nullable RefreshFamily now(ReadyRefreshToken token) {
        return grants.find(token.stored().id())
                .map(stored -> stored.grant().refresh())
                .orElse(null);
    }

    private EndpointException usedBefore(ReadyRefreshToken token) {
        if (tokens.refresh().reuseEndsGrant()) {
            grants.revoke(token.stored().id());
        }
        return EndpointException.token(ErrorCode.INVALID_GRANT, null);
    }
}
