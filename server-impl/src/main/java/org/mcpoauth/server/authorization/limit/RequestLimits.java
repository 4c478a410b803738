package org.mcpoauth.server.authorization.limit;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Objects;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.spi.endpoint.EndpointRequest;
import org.mcpoauth.spi.server.RateLimit;
import org.mcpoauth.spi.server.RateLimits;

/**
 * The limits of an authorization server.
 *
 * @param registration of registrations
 * @param clients of failed client authentication, wrong registration access tokens among it
 * @param fetches of what is fetched in vain for clients
 * @param users of failed logins
 * @param authorization of authorization requests, pushed ones and those of devices among them
 * @param kept of what is kept for strangers, where authorization requests have no limit
 * @param keptOfUsers the same for each user, who are no addresses
 * @param ongoing of what is fetched at a time for clients
 */
public record RequestLimits(
        RequestLimit registration,
        RequestLimit clients,
        RequestLimit fetches,
        RequestLimit users,
        RequestLimit authorization,
        RequestLimit kept,
        RequestLimit keptOfUsers,
        OngoingFetches ongoing) {
    private static final int MAX_SUBJECTS = 10_000;

    // as long as the store keeps most of it; a hundredth of what fits into the memory
    private static final RateLimit KEPT = new RateLimit(1000, Duration.ofMinutes(10));

    /**
     * The limits of a configuration.
     *
     * @param configured how often
     * @param clock what time it is
     * @return the limits
     * @throws org.mcpoauth.api.error.ConfigurationException if a block of trusted proxies is none
     */
    public static RequestLimits of(RateLimits configured, InstantSource clock) {
        ClientAddresses addresses = new ClientAddresses(configured.trustedProxies());
        // each in a memory of its own, so that who fills that of one kind changes nothing about the others
        BiFunction<String, @Nullable RateLimit, RequestLimit> kinds = (kind, limit) -> new RequestLimit(
                kind,
                limit,
                Objects.requireNonNullElseGet(configured.limiter(), () -> new MemoryRateLimiter(clock, MAX_SUBJECTS)),
                addresses);
        return new RequestLimits(
                kinds.apply("register", configured.registration()),
                kinds.apply("client", configured.failures()),
                kinds.apply("fetch", configured.failures()),
                kinds.apply("user", configured.failures()),
                kinds.apply("authorize", configured.authorization()),
                kinds.apply("kept", configured.authorization() == null ? KEPT : null),
                kinds.apply("kept of user", configured.authorization() == null ? KEPT : null),
                new OngoingFetches(addresses));
    }

    /**
     * Counts a request that makes the store keep something for somebody who has proved nothing yet, so that no address
     * alone fills the store. Requests of addresses that nobody knows are not counted: one could shut out all others.
     *
     * @param request the request
     * @throws TooManyRequestsException if it is one too many
     */
    public void requireFewKept(EndpointRequest request) {
        if (kept.knowsAddress(request)) {
            kept.require(request);
        }
    }

    /**
     * Counts a request that makes the store keep something for a user, so that no user alone fills the store.
     *
     * @param subject the user
     * @throws TooManyRequestsException if it is one too many
     */
    public void requireFewKeptOf(String subject) {
        keptOfUsers.requireOf(subject);
    }

    /**
     * Counts a request that stands for an authorization request of somebody who proves nothing.
     *
     * @param request the request
     * @throws TooManyRequestsException if it is one too many
     */
    public void requireFewOfStrangers(EndpointRequest request) {
        authorization.require(request);
        requireFewKept(request);
    }
}
