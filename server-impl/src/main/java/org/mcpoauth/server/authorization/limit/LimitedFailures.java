package org.mcpoauth.server.authorization.limit;

import java.time.Duration;
import java.util.function.BiFunction;
import org.mcpoauth.spi.endpoint.EndpointHandler;
import org.mcpoauth.spi.endpoint.EndpointRequest;
import org.mcpoauth.spi.endpoint.EndpointResponse;

/** Serves nobody who failed to authenticate too often: as often as a limit allows answers were 401. */
public final class LimitedFailures implements EndpointHandler {
    private static final int UNAUTHORIZED = 401;

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
    public LimitedFailures(
            RequestLimit limit,
            EndpointHandler handler,
            BiFunction<EndpointRequest, Duration, EndpointResponse> refusal) {
        this.limit = limit;
        this.handler = handler;
        this.refusal = refusal;
    }

    @Override
    public EndpointResponse handle(EndpointRequest request) {
        Duration wait = limit.waiting(request);
        if (!wait.isZero()) {
            return refusal.apply(request, wait);
        }
        EndpointResponse response = handler.handle(request);
        if (response.status() == UNAUTHORIZED) {
            limit.acquire(request);
        }
        return response;
    }
}
