package org.mcpoauth.server.authorization.assertion;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.spi.support.codec.MalformedException;
import org.mcpoauth.spi.support.codec.MalformedException.Fault;
import org.mcpoauth.spi.support.jose.JwtClaims;
import org.mcpoauth.spi.support.jose.JwtTimes;

/** Assertions are of now and short (RFC 7523, section 3, items 4 to 6). */
public final class AssertionTimes {
    /** How far clocks may differ. */
    static final Duration SKEW = Duration.ofSeconds(30);

    private final JwtTimes times;
    private final @Nullable Duration longest;

    AssertionTimes(InstantSource clock, @Nullable Duration longest) {
        this.times = new JwtTimes(clock, SKEW);
        this.longest = longest;
    }

    /**
     * Times of tokens whose issuers say how long they live.
     *
     * @param clock what time it is
     * @return the rule
     */
    public static AssertionTimes unlimited(InstantSource clock) {
        return new AssertionTimes(clock, null);
    }

    /**
     * Requires {@code iat} and {@code exp}, now between them, and not too much of it.
     *
     * @param claims the claims
     * @throws MalformedException if it is otherwise
     */
    public void require(JwtClaims claims) throws MalformedException {
        Instant issuedAt = claims.requiredTime("iat");
        Instant expiresAt = claims.requiredTime("exp");
        switch (times.check(claims, expiresAt)) {
            case EXPIRED -> throw broken("it is over");
            case NOT_YET_VALID -> throw broken("it is of the future");
            case VALID -> {
                if (!expiresAt.isAfter(issuedAt)) {
                    throw broken("it ends before it begins");
                }
                if (longest != null && expiresAt.isAfter(issuedAt.plus(longest))) {
                    throw broken("it lives too long");
                }
            }
        }
    }

    private static MalformedException broken(String rule) {
        return new MalformedException(Fault.CLAIM, rule);
    }
}
