package org.mcpoauth.server.authorization.limit;

import java.time.Duration;
import java.util.function.BiFunction;
import org.mcpoauth.spi.endpoint.EndpointHandler;
import org.mcpoauth.spi.endpoint.EndpointRequest;
import org.mcpoauth.spi.endpoint.EndpointResponse;

/** Serves as many requests as a limit allows. */
public final class LimitedRequests implements EndpointHandler {
    private final RequestLimit limit;
    private final EndpointHandler handler;
    private final BiFunction<EndpointRequest, Duration, EndpointResponse> refusal;

    /**
     * Wraps a handler.
     *
     * @param limit how often
     * @param handler who serves
     * @param refusal the answer to the others, by how long they have to wait
     */
    public LimitedRequests(
            RequestLimit limit,
            EndpointHandler handler,
            BiFunction<EndpointRequest, Duration, EndpointResponse> refusal) {
        this.limit = limit;
        this.handler = handler;
        this.refusal = refusal;
    }

    @Override
    public EndpointResponse handle(EndpointRequest request) {
        Duration wait = limit.acquire(request);
        return wait.isZero() ? handler.handle(request) : refusal.apply(request, wait);
    }
}
