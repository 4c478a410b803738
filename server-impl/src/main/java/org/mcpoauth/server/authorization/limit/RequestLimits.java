package org.mcpoauth.server.authorization.limit;

import java.time.InstantSource;
import java.util.Objects;
import org.mcpoauth.spi.server.RateLimiter;
import org.mcpoauth.spi.server.RateLimits;

/**
 * The limits of an authorization server.
 *
 * @param registration of registrations
 * @param clients of failed client authentication, wrong registration access tokens among it
 * @param users of failed logins
 * @param authorization of authorization requests, pushed ones and those of devices among them
 */
public record RequestLimits(
        RequestLimit registration, RequestLimit clients, RequestLimit users, RequestLimit authorization) {
    private static final int MAX_SUBJECTS = 10_000;

    /**
     * The limits of a configuration.
     *
     * @param configured how often
     * @param clock what time it is
     * @return the limits
     * @throws org.mcpoauth.api.error.ConfigurationException if a block of trusted proxies is none
     */
    public static RequestLimits of(RateLimits configured, InstantSource clock) {
        RateLimiter limiter =
                Objects.requireNonNullElseGet(configured.limiter(), () -> new MemoryRateLimiter(clock, MAX_SUBJECTS));
        ClientAddresses addresses = new ClientAddresses(configured.trustedProxies());
        return new RequestLimits(
                new RequestLimit("register", configured.registration(), limiter, addresses),
                new RequestLimit("client", configured.failures(), limiter, addresses),
                new RequestLimit("user", configured.failures(), limiter, addresses),
                new RequestLimit("authorize", configured.authorization(), limiter, addresses));
    }
}
