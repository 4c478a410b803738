package org.mcpoauth.server.authorization.limit;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.server.authorization.client.ClaimedClient;
import org.mcpoauth.spi.endpoint.EndpointRequest;
import org.mcpoauth.spi.server.RateLimit;
import org.mcpoauth.spi.server.RateLimiter;
import org.mcpoauth.spi.support.codec.Sha256;

/**
 * The limit of one kind of request. Where the address of the client is not known, as with Jakarta REST, the client that a
 * request names is counted instead, and all that name none together.
 */
public final class RequestLimit {
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

    /**
     * Counts a request if it may be served.
     *
     * @param request the request
     * @return zero if it may, else how long to wait
     */
    public Duration acquire(EndpointRequest request) {
        return limit == null ? Duration.ZERO : limiter.acquire(limit, subject(request));
    }

    /**
     * Whether a request may be served; counts nothing.
     *
     * @param request the request
     * @return zero if it may, else how long to wait
     */
    public Duration waiting(EndpointRequest request) {
        return limit == null ? Duration.ZERO : limiter.waiting(limit, subject(request));
    }

    private String subject(EndpointRequest request) {
        return kind + " "
                + addresses.of(request).orElseGet(() -> "client " + Sha256.base64Url(ClaimedClient.of(request)));
    }
}
