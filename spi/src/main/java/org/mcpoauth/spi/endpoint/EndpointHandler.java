package org.mcpoauth.spi.endpoint;

/** Answers the requests to one endpoint. Safe for use by several threads. */
@FunctionalInterface
public interface EndpointHandler {

    /**
     * Answers a request, errors of the protocol included.
     *
     * @param request the request, whatever its method
     * @return the answer
     */
    EndpointResponse handle(EndpointRequest request);
}
