package org.mcpoauth.server.authorization.limit;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.spi.endpoint.EndpointHandler;
import org.mcpoauth.spi.endpoint.EndpointRequest;
import org.mcpoauth.spi.server.RateLimit;
import org.mcpoauth.spi.server.RateLimiter;
import org.mcpoauth.spi.support.codec.Sha256;

/**
 * The limit of one kind of request, by the address it comes from. All requests whose address nobody knows count as one
 * sender, whatever they say about themselves: what a request says is free to make up. None of them waits beforehand for
 * what that sender did, or a stranger anywhere could shut out everybody.
 */
public final class RequestLimit {
    private static final String UNKNOWN = "unknown";

    private final String kind;
    private final @Nullable RateLimit limit;
    private final RateLimiter limiter;
    private final ClientAddresses addresses;

    RequestLimit(String kind, @Nullable RateLimit limit, RateLimiter limiter, ClientAddresses addresses) {
        this.kind = kind;
        this.limit = limit;
        this.limiter = limiter;
        this.addresses = addresses;
    }

    /** A limit of its own that allows a part of what this one does, once at least. */
    RequestLimit part(int divisor) {
        RateLimit part = limit == null ? null : new RateLimit(Math.max(1, limit.times() / divisor), limit.period());
        return new RequestLimit(kind + " part", part, limiter, addresses);
    }

    /**
     * Lets as many requests through as the limit allows.
     *
     * @param handler who serves them
     * @return a handler that throws {@link TooManyRequestsException} for the others
     */
    public EndpointHandler around(EndpointHandler handler) {
        return request -> {
            require(request);
            return handler.handle(request);
        };
    }

    /**
     * Counts a request.
     *
     * @param request the request
     * @throws TooManyRequestsException if it is one too many
     */
    public void require(EndpointRequest request) {
        requireNoWait(acquire(request));
    }

    /**
     * Counts a request for whom it concerns at its address, apart from the address as a whole.
     *
     * @param request the request
     * @param who whom it concerns
     * @throws TooManyRequestsException if it is one too many
     */
    public void require(EndpointRequest request, String who) {
        requireNoWait(acquire(request, who));
    }

    /**
     * Counts a request of somebody who is known, wherever it comes from.
     *
     * @param who who that is
     * @throws TooManyRequestsException if it is one too many
     */
    public void requireOf(String who) {
        if (limit != null) {
            requireNoWait(limiter.acquire(limit, kind + " " + Sha256.base64Url(who)));
        }
    }

    private static void requireNoWait(Duration wait) {
        if (!wait.isZero()) {
            throw new TooManyRequestsException(wait);
        }
    }

    /**
     * Counts a request for its address.
     *
     * @param request the request
     * @return zero if it may be served, else how long to wait
     */
    public Duration acquire(EndpointRequest request) {
        return limit == null ? Duration.ZERO : limiter.acquire(limit, subject(address(request)));
    }

    /**
     * Counts a request for whom it concerns at its address, apart from the address as a whole.
     *
     * @param request the request
     * @param who whom it concerns
     * @return zero if it may be served, else how long to wait
     */
    public Duration acquire(EndpointRequest request, String who) {
        return limit == null ? Duration.ZERO : limiter.acquire(limit, subject(address(request), who));
    }

    /**
     * Whether a request of an address may be served; counts nothing.
     *
     * @param request the request
     * @return zero if it may or if nobody knows the address, else how long to wait
     */
    public Duration waiting(EndpointRequest request) {
        return limit == null || !knowsAddress(request)
                ? Duration.ZERO
                : limiter.waiting(limit, subject(address(request)));
    }

    /**
     * Whether a request may be served for whom it concerns at its address; counts nothing.
     *
     * @param request the request
     * @param who whom it concerns
     * @return zero if it may, else how long to wait
     */
    public Duration waiting(EndpointRequest request, String who) {
        return limit == null ? Duration.ZERO : limiter.waiting(limit, subject(address(request), who));
    }

    /**
     * Whether senders can be told apart.
     *
     * @param request the request
     * @return {@code false} if nobody knows the address
     */
    public boolean knowsAddress(EndpointRequest request) {
        return addresses.of(request).isPresent();
    }

    /**
     * Names whom a request concerns at its address.
     *
     * @param request the request
     * @param who whom it concerns
     * @return a text of bounded length, the same for the same; empty if nobody knows the address
     */
    public Optional<String> subject(EndpointRequest request, String who) {
        return addresses.of(request).map(address -> subject(address, who));
    }

    private String subject(String address, String who) {
        return subject(address) + " " + Sha256.base64Url(who);
    }

    private String subject(String address) {
        return kind + " " + address;
    }

    private String address(EndpointRequest request) {
        return addresses.of(request).orElse(UNKNOWN);
    }
}
