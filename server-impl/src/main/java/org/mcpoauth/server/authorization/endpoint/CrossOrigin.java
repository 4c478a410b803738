package org.mcpoauth.server.authorization.endpoint;

import java.util.List;
import org.mcpoauth.spi.endpoint.EndpointHandler;
import org.mcpoauth.spi.endpoint.EndpointRequest;
import org.mcpoauth.spi.endpoint.EndpointResponse;
import org.mcpoauth.spi.server.CrossOriginRules;
import org.mcpoauth.spi.support.endpoint.ResponseHeaders;

/**
 * Lets scripts of other origins read the answers of an endpoint that uses no cookies, and answers the preflight (Fetch
 * Standard, "CORS protocol"). Never around the authorization endpoint and its pages. Who may not read is answered all
 * the same: programs send {@code Origin} too, and browsers keep the answer from the script.
 */
public final class CrossOrigin implements EndpointHandler {
    private static final String ALLOWED_HEADERS =
            "Authorization, Content-Type, DPoP, If-None-Match, MCP-Protocol-Version";
    private static final String EXPOSED_HEADERS = "WWW-Authenticate, DPoP-Nonce, Retry-After, ETag";

    private final CrossOriginRules rules;
    private final String methods;
    private final EndpointHandler handler;

    /**
     * Wraps a handler.
     *
     * @param rules who may read
     * @param methods the methods it has, separated by commas
     * @param handler who answers
     */
    public CrossOrigin(CrossOriginRules rules, String methods, EndpointHandler handler) {
        this.rules = rules;
        this.methods = methods;
        this.handler = handler;
    }

    @Override
    public EndpointResponse handle(EndpointRequest request) {
        return "OPTIONS".equals(request.method()) ? preflight(request) : readable(request, handler.handle(request));
    }

    private EndpointResponse preflight(EndpointRequest request) {
        ResponseHeaders headers = new ResponseHeaders();
        if (addReader(request, headers)) {
            headers.set("Access-Control-Allow-Methods", methods)
                    .set("Access-Control-Allow-Headers", ALLOWED_HEADERS)
                    .set("Access-Control-Max-Age", "3600");
        }
        return headers.answer(204);
    }

    private EndpointResponse readable(EndpointRequest request, EndpointResponse response) {
        ResponseHeaders headers = ResponseHeaders.of(response);
        if (addReader(request, headers)) {
            headers.set("Access-Control-Expose-Headers", EXPOSED_HEADERS);
        }
        return headers.answer(response.status(), response.body());
    }

    /** Says who may read, if anybody; caches must know that it depends on who asks. */
    private boolean addReader(EndpointRequest request, ResponseHeaders headers) {
        if (rules.isAny()) {
            headers.set("Access-Control-Allow-Origin", "*");
            return true;
        }
        headers.add("Vary", "Origin");
        List<String> origins = request.headers().allValues("Origin");
        boolean mayRead = origins.size() == 1 && rules.origins().contains(origins.get(0));
        if (mayRead) {
            headers.set("Access-Control-Allow-Origin", origins.get(0));
        }
        return mayRead;
    }
}
