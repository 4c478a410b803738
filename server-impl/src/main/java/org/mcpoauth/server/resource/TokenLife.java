package org.mcpoauth.server.resource;

import java.time.Duration;
import java.time.InstantSource;
import org.mcpoauth.api.token.VerifiedToken;

/**
 * When a token is over, with the tolerance with which it was accepted.
 *
 * @param clock the clock
 * @param skew the tolerance
 */
record TokenLife(InstantSource clock, Duration skew) {

    boolean isOver(VerifiedToken token) {
        return !clock.instant().isBefore(token.expiresAt().plus(skew));
    }
}
