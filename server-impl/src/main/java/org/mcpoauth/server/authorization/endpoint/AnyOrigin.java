package org.mcpoauth.server.authorization.endpoint;

import org.mcpoauth.spi.endpoint.EndpointHandler;
import org.mcpoauth.spi.endpoint.EndpointRequest;
import org.mcpoauth.spi.endpoint.EndpointResponse;
import org.mcpoauth.spi.support.endpoint.ResponseHeaders;

/**
 * Lets scripts of every origin read the answers of an endpoint that uses no cookies, and answers the
 * preflight (Fetch Standard, "CORS protocol"). Never around the authorization endpoint and its pages.
 */
public final class AnyOrigin implements EndpointHandler {
    private static final String ALLOWED_HEADERS =
            "Authorization, Content-Type, DPoP, If-None-Match, MCP-Protocol-Version";
    private static final String EXPOSED_HEADERS = "WWW-Authenticate, DPoP-Nonce, Retry-After, ETag";

    private final String methods;
    private final EndpointHandler handler;

    /**
     * Wraps a handler.
     *
     * @param methods the methods it has, separated by commas
     * @param handler who answers
     */
    public AnyOrigin(String methods, EndpointHandler handler) {
        this.methods = methods;
        this.handler = handler;
    }

    @Override
    public EndpointResponse handle(EndpointRequest request) {
        return "OPTIONS".equals(request.method()) ? preflight() : readable(handler.handle(request));
    }

    private EndpointResponse preflight() {
        return new ResponseHeaders()
                .set("Access-Control-Allow-Origin", "*")
                .set("Access-Control-Allow-Methods", methods)
                .set("Access-Control-Allow-Headers", ALLOWED_HEADERS)
                .set("Access-Control-Max-Age", "3600")
                .answer(204);
    }

    private static EndpointResponse readable(EndpointResponse response) {
        return ResponseHeaders.of(response)
                .set("Access-Control-Allow-Origin", "*")
                .set("Access-Control-Expose-Headers", EXPOSED_HEADERS)
                .answer(response.status(), response.body());
    }
}
