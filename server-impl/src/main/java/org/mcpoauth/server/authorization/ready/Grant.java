package org.mcpoauth.server.authorization.ready;

import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * All state of one grant. It is one record of the store, changed by one compare-and-set, so that code,
 * refresh tokens and revocation can never disagree.
 *
 * @param terms what was granted
 * @param code the authorization code, or {@code null} if the grant did not begin with one
 * @param refresh the refresh tokens, or {@code null} when none was issued
 * @param revoked whether everything of this grant is over
 * @param keepUntil how long the record is of use
 */
record Grant(
        GrantTerms terms,
        @Nullable CodeState code,
        @Nullable RefreshFamily refresh,
        boolean revoked,
        Instant keepUntil) {

    Grant redeemed(@Nullable RefreshFamily first, Instant until) {
        return new Grant(terms, Objects.requireNonNull(code, "code").asSpent(), first, revoked, until);
    }

    Grant rotated(RefreshFamily next, Instant until) {
        return new Grant(terms, code, next, revoked, until.isAfter(keepUntil) ? until : keepUntil);
    }

    /** Kept no longer than it is of use to know that it was revoked. */
    Grant asRevoked(Instant until) {
        return new Grant(terms, code, refresh, true, until.isBefore(keepUntil) ? until : keepUntil);
    }

    /** Whether its record alone says that a device has its tokens. */
    boolean isOfDevice() {
        return code == null;
    }
}
