package org.mcpoauth.server.servlet;

import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.net.http.HttpHeaders;
import java.util.List;
import java.util.Map;
import org.mcpoauth.server.resource.GuardedExchange;

/**
 * The answer to a request that the guard has permitted. A session is bound to its principal when the
 * application sets the header that gives it out: if that fails, the header is not set and the
 * application gets the failure. A session that the request deletes is ended with the answer.
 */
final class GuardedServletResponse extends HttpServletResponseWrapper {
    private static final String SESSION = "Mcp-Session-Id";
    private static final HttpHeaders NO_HEADERS = HttpHeaders.of(Map.of(), (name, value) -> true);

    private final GuardedExchange exchange;

    GuardedServletResponse(HttpServletResponse response, GuardedExchange exchange) {
        super(response);
        this.exchange = exchange;
    }

    @Override
    public void setHeader(String name, String value) {
        bind(name, value);
        super.setHeader(name, value);
    }

    @Override
    public void addHeader(String name, String value) {
        bind(name, value);
        super.addHeader(name, value);
    }

    /** A session that the request deletes is ended before the client can know, where the status tells. */
    @Override
    public void setStatus(int status) {
        exchange.afterCall(status, NO_HEADERS);
        super.setStatus(status);
    }

    /** The call is over. */
    void completed() {
        exchange.afterCall(getStatus(), NO_HEADERS);
    }

    private void bind(String name, String value) {
        if (SESSION.equalsIgnoreCase(name) && value != null) {
            HttpHeaders session = HttpHeaders.of(Map.of(SESSION, List.of(value)), (header, text) -> true);
            // the status of the answer ends nothing yet
            exchange.afterCall(0, session);
        }
    }
}
