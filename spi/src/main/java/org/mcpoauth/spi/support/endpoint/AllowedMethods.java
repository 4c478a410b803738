package org.mcpoauth.spi.support.endpoint;

import java.util.List;
import org.mcpoauth.spi.endpoint.EndpointHandler;
import org.mcpoauth.spi.endpoint.EndpointRequest;
import org.mcpoauth.spi.endpoint.EndpointResponse;

/** Answers 405 with {@code Allow} to every method an endpoint does not have (RFC 9110, section 15.5.6). */
public final class AllowedMethods implements EndpointHandler {
    private final List<String> methods;
    private final EndpointHandler handler;

    /**
     * Wraps a handler.
     *
     * @param methods the methods it has, in upper case
     * @param handler who answers them
     */
    public AllowedMethods(List<String> methods, EndpointHandler handler) {
        this.methods = List.copyOf(methods);
        this.handler = handler;
    }

    @Override
    public EndpointResponse handle(EndpointRequest request) {
        return methods.contains(request.method())
                ? handler.handle(request)
                : ResponseHeaders.notStored()
                        .set("Allow", String.join(", ", methods))
                        .answer(405);
    }
}
