package org.mcpoauth.server.proof;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Objects;
import org.mcpoauth.spi.support.codec.MalformedException;
import org.mcpoauth.spi.support.codec.MalformedException.Fault;
import org.mcpoauth.spi.support.jose.JwtClaims;

/**
 * How old a proof may be (RFC 9449, section 4.3, check 11, and section 11.1). Where a proof brings times
 * of its own that RFC 9449 does not ask for, they are obeyed (RFC 7519, sections 4.1.4 and 4.1.5).
 *
 * @param clock what time it is
 * @param max the largest age
 * @param skew how far clocks may differ
 */
public record ProofAge(InstantSource clock, Duration max, Duration skew) {

    public ProofAge {
        Objects.requireNonNull(clock, "clock");
        Objects.requireNonNull(max, "max");
        Objects.requireNonNull(skew, "skew");
    }

    /** From when on a proof with these claims is too old. */
    Instant goodUntil(JwtClaims claims) throws MalformedException {
        Instant now = clock.instant();
        Instant latest = now.plus(skew);
        Instant issued = claims.requiredTime("iat");
        Instant begins = claims.time("nbf");
        if (issued.isAfter(latest) || (begins != null && begins.isAfter(latest))) {
            throw new MalformedException(Fault.CLAIM, "the proof was made in the future");
        }
        Instant end = issued.plus(max);
        Instant expires = claims.time("exp");
        Instant goodUntil = (expires != null && expires.isBefore(end) ? expires : end).plus(skew);
        if (!now.isBefore(goodUntil)) {
            throw new MalformedException(Fault.CLAIM, "the proof is too old");
        }
        return goodUntil;
    }
}
