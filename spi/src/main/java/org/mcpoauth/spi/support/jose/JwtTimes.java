package org.mcpoauth.spi.support.jose;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.spi.support.codec.MalformedException;

/**
 * Checks the times of a token with a tolerance for clocks that differ (RFC 7519, sections 4.1.4 to
 * 4.1.6): {@code now < exp + skew}, {@code now >= nbf - skew} and {@code now >= iat - skew}.
 *
 * @param clock what time it is
 * @param skew how far clocks may differ, at most five minutes
 */
public record JwtTimes(InstantSource clock, Duration skew) {
    private static final Duration MAX_SKEW = Duration.ofMinutes(5);

    /** What the times say. */
    public enum Verdict {
        /** The token may be used now. */
        VALID,
        /** The token is over. */
        EXPIRED,
        /** The token begins, or was issued, in the future. */
        NOT_YET_VALID
    }

    /**
     * Checks the tolerance.
     *
     * @throws IllegalArgumentException if it is negative or above five minutes
     */
    public JwtTimes {
        if (skew.isNegative() || skew.compareTo(MAX_SKEW) > 0) {
            throw new IllegalArgumentException("skew: not between 0 and " + MAX_SKEW);
        }
    }

    /**
     * Checks {@code exp}, which must be there, and {@code nbf} and {@code iat} if they are.
     *
     * @param claims the claims
     * @return the verdict
     * @throws MalformedException if {@code exp} is absent or one of them is not a time
     */
    public Verdict check(JwtClaims claims) throws MalformedException {
        return check(claims, claims.requiredTime("exp"));
    }

    /**
     * The same for claims whose {@code exp} was read already, or need not be there.
     *
     * @param claims the claims
     * @param expires their {@code exp}, {@code null} for claims without an end
     * @return the verdict
     * @throws MalformedException if {@code nbf} or {@code iat} is there and not a time
     */
    public Verdict check(JwtClaims claims, @Nullable Instant expires) throws MalformedException {
        Instant now = clock.instant();
        Instant begins = claims.time("nbf");
        Instant issued = claims.time("iat");
        if (expires != null && !now.isBefore(expires.plus(skew))) {
            return Verdict.EXPIRED;
        }
        Instant latest = now.plus(skew);
        boolean future = (begins != null && begins.isAfter(latest)) || (issued != null && issued.isAfter(latest));
        return future ? Verdict.NOT_YET_VALID : Verdict.VALID;
    }
}
