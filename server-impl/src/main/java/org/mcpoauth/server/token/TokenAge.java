package org.mcpoauth.server.token;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.api.error.RejectionReason;
import org.mcpoauth.api.error.TokenRejectedException;
import org.mcpoauth.spi.resource.TokenRules;
import org.mcpoauth.spi.support.codec.MalformedException;
import org.mcpoauth.spi.support.jose.JwtClaims;

/** Refuses tokens that were issued longer ago than the resource allows, whatever their {@code exp} says. */
final class TokenAge {
    private final InstantSource clock;
    private final @Nullable Duration maxAge;
    private final Duration skew;

    TokenAge(InstantSource clock, TokenRules rules) {
        this.clock = clock;
        this.maxAge = rules.maxAge();
        this.skew = rules.clockSkew();
    }

    void check(JwtClaims claims) throws MalformedException {
        if (maxAge == null) {
            return;
        }
        Instant end = claims.requiredTime("iat").plus(maxAge).plus(skew);
        if (!clock.instant().isBefore(end)) {
            throw new TokenRejectedException(RejectionReason.TOO_OLD);
        }
    }
}
