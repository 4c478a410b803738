package org.mcpoauth.server.authorization.ready;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.api.Secret;
import org.mcpoauth.api.provider.SecretHash;
import org.mcpoauth.api.token.Confirmation;

/**
 * The refresh tokens of a grant, of which one is current.
 *
 * @param generation the number of the current one
 * @param family the digest of the secret they share
 * @param seed what their own secrets are worked out from
 * @param rotatedAt when the current one was issued
 * @param idleUntil when the current one ends if it is not used
 * @param endsAt when the family ends
 * @param confirmation the keys the current one is bound to, or {@code null}
 */
record RefreshFamily(
        int generation,
        SecretHash family,
        Secret seed,
        Instant rotatedAt,
        Instant idleUntil,
        Instant endsAt,
        @Nullable Confirmation confirmation) {
    RefreshFamily {
        idleUntil = idleUntil.isBefore(endsAt) ? idleUntil : endsAt;
    }

    /** The same family with a current token of another generation, or of the same one that goes on. */
    RefreshFamily with(int current, Instant now, Duration idleTtl, @Nullable Confirmation bound) {
        return new RefreshFamily(current, family, seed, now, now.plus(idleTtl), endsAt, bound);
    }

    boolean isMember(RefreshText token) {
        return family.matches(token.family());
    }

    boolean isCurrent(RefreshText token) {
        return token.generation() == generation && isGenuine(token);
    }

    /** Whether a token is the one before the current one. */
    boolean isPrevious(RefreshText token) {
        return token.generation() == generation - 1 && isGenuine(token);
    }

    /** The current token, as it was sent to whoever holds another one of this family. */
    RefreshText current(RefreshText member) {
        return RefreshText.of(member.grantId(), generation, member.family(), seed);
    }

    private boolean isGenuine(RefreshText token) {
        RefreshText known = RefreshText.of(token.grantId(), token.generation(), token.family(), seed);
        return token.current().matches(known.current().reveal());
    }
}
