package org.mcpoauth.server.authorization.ready;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.spi.AuthorizationServerConfiguration;

/** How long the record of a grant is of use. It outlives what depends on it, so that the two never race. */
final class GrantTimes {
    private static final Duration MARGIN = Duration.ofMinutes(1);

    private final Duration accessTokens;
    private final Duration deviceCodes;
    private final InstantSource clock;

    GrantTimes(AuthorizationServerConfiguration configuration, InstantSource clock) {
        this.accessTokens = configuration.tokens().accessTokenTtl().plus(MARGIN);
        this.deviceCodes = configuration.devices().codeTtl().plus(MARGIN);
        this.clock = clock;
    }

    /** The record of a code. */
    Instant codeEnd(Instant expiresAt) {
        return expiresAt.plus(MARGIN);
    }

    /** All access tokens that are issued by now. */
    Duration accessTokens() {
        return accessTokens;
    }

    /** When no access token is left of those that are issued by now. */
    Instant accessEnd() {
        return clock.instant().plus(accessTokens);
    }

    /** When tokens that are issued now are over, and those that come for the refresh token unless it is used. */
    Instant end(@Nullable RefreshFamily family) {
        return family == null ? accessEnd() : later(family.idleUntil().plus(MARGIN), accessEnd());
    }

    /** The same where the record alone keeps the code of a device from being redeemed again. */
    Instant deviceEnd(@Nullable RefreshFamily family) {
        return later(end(family), deviceEnd());
    }

    /** When nothing is left of a device whose code is redeemed or revoked now. */
    Instant deviceEnd() {
        return later(clock.instant().plus(deviceCodes), accessEnd());
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }
}
