package org.mcpoauth.spi.server;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How often an address may do what costs or guesses. Immutable. An address is that of the connection, or what trusted
 * proxies say; of IPv6 the first 64 bits count. All whose address nobody knows count as one,
 * and of them only what fails is refused, since anybody could make all of them wait.
 *
 * <p>Many may share an address, so failures of one make others wait as little as can be. A client with a secret that
 * failed too often waits, whatever it presents, at that address only; there other clients go on with right credentials,
 * and just their failures are refused. Where too many passwords of users were wrong, users go on that logged in from
 * there before.
 *
 * @param registration how often an address may register clients; {@code null} without limit
 * @param failures how often clients, one client, and users, may fail to authenticate from one address; {@code null}
 *     without limit
 * @param authorization how often an address may begin an authorization, that is ask at the authorization endpoint, or
 *     as a public client push a request or ask for the codes of a device, or leave to log in upstream before the code of
 *     a device is entered; {@code null} without limit for all of these, and 1000 in ten minutes of those that are kept
 *     for somebody who has proved nothing, where the address is known
 * @param trustedProxies the address blocks, such as {@code 10.1.0.0/16}, of proxies whose header {@code Forwarded}
 *     (RFC 7239) or {@code X-Forwarded-For} is believed; empty for none
 * @param limiter who counts, or {@code null} for the memory of the process
 */
public record RateLimits(
        @Nullable RateLimit registration,
        @Nullable RateLimit failures,
        @Nullable RateLimit authorization,
        List<String> trustedProxies,
        @Nullable RateLimiter limiter) {
    /** 20 registrations an hour and 50 failures in 15 minutes, without trusted proxies. */
    public static final RateLimits DEFAULT = new RateLimits(
            new RateLimit(20, Duration.ofHours(1)), new RateLimit(50, Duration.ofMinutes(15)), null, List.of(), null);

    /** Copies the list. */
    public RateLimits {
        trustedProxies = List.copyOf(trustedProxies);
    }

    /**
     * The same with another value: how often an address may register clients; {@code null} without limit.
     *
     * @param value the new value
     * @return a new value
     */
    public RateLimits withRegistration(@Nullable RateLimit value) {
        return new RateLimits(value, failures, authorization, trustedProxies, limiter);
    }

    /**
     * The same with another value: how often clients, and users, may fail to authenticate from one address; {@code
     * null} without limit.
     *
     * @param value the new value
     * @return a new value
     */
    public RateLimits withFailures(@Nullable RateLimit value) {
        return new RateLimits(registration, value, authorization, trustedProxies, limiter);
    }

    /**
     * The same with another value: how often an address may begin an authorization; {@code null} without limit.
     *
     * @param value the new value
     * @return a new value
     */
    public RateLimits withAuthorization(@Nullable RateLimit value) {
        return new RateLimits(registration, failures, value, trustedProxies, limiter);
    }

    /**
     * The same with another value: the address blocks, such as {@code 10.1.0.0/16}, of proxies whose header {@code
     * Forwarded} (RFC 7239) or {@code X-Forwarded-For} is believed; empty for none.
     *
     * @param value the new value
     * @return a new value
     */
    public RateLimits withTrustedProxies(List<String> value) {
        return new RateLimits(registration, failures, authorization, value, limiter);
    }

    /**
     * The same with another value: who counts, or {@code null} for the memory of the process.
     *
     * @param value the new value
     * @return a new value
     */
    public RateLimits withLimiter(@Nullable RateLimiter value) {
        return new RateLimits(registration, failures, authorization, trustedProxies, value);
    }
}
