package org.mcpoauth.guarded;

import jakarta.annotation.Priority;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.container.PreMatching;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** The log of the server: every request with its answer. */
@PreMatching
@Priority(1)
public final class Traffic implements ContainerRequestFilter, ContainerResponseFilter {
    private static final String BODY = Traffic.class.getName();

    private final List<Exchange> exchanges = new CopyOnWriteArrayList<>();

    /**
     * One request.
     *
     * @param method the HTTP method
     * @param path without leading slash
     * @param operation the JSON-RPC method or the grant type, or {@code "-"}
     * @param scheme of the {@code Authorization} header, or {@code "-"}
     * @param proof of possession, or {@code null}
     * @param status of the answer
     */
    public record Exchange(
            String method,
            String path,
            String operation,
            String scheme,
            @Nullable String proof,
            int status) {
        @Override
        public String toString() {
            return method + " /" + path + " " + operation + " " + scheme + " " + status;
        }
    }

    /** All requests so far, in the order of their answers. */
    public List<Exchange> all() {
        return List.copyOf(exchanges);
    }

    /** The requests to the MCP server. */
    public List<Exchange> mcp() {
        return exchanges.stream().filter(it -> it.path().equals("mcp")).toList();
    }

    /** The answers to one JSON-RPC method. */
    public List<Integer> statuses(String operation) {
        return mcp().stream()
                .filter(it -> it.operation().equals(operation))
                .map(Exchange::status)
                .toList();
    }

    /** The answers to an HTTP method at the MCP server. */
    public List<Integer> answers(String method) {
        return mcp().stream()
                .filter(it -> it.method().equals(method))
                .map(Exchange::status)
                .toList();
    }

    /** Forgets what was. */
    public void clear() {
        exchanges.clear();
    }

    @Override
    public void filter(ContainerRequestContext request) throws IOException {
        byte[] body = request.getEntityStream().readAllBytes();
        request.setProperty(BODY, new String(body, StandardCharsets.UTF_8));
        request.setEntityStream(new ByteArrayInputStream(body));
    }

    @Override
    public void filter(ContainerRequestContext request, ContainerResponseContext response) {
        String authorization = request.getHeaderString("Authorization");
        exchanges.add(new Exchange(
                request.getMethod(),
                request.getUriInfo().getPath(),
                operation(String.valueOf(request.getProperty(BODY))),
                authorization == null ? "-" : authorization.substring(0, authorization.indexOf(' ')),
                request.getHeaderString("DPoP"),
                response.getStatus()));
    }

    private static String operation(String body) {
        return until('"', after("\"method\":\"", body), until('&', after("grant_type=", body), "-"));
    }

    private static String after(String start, String text) {
        int at = text.indexOf(start);
        return at < 0 ? "" : text.substring(at + start.length());
    }

    private static String until(char end, String text, String otherwise) {
        int at = text.indexOf(end);
        return text.isEmpty() ? otherwise : at < 0 ? text : text.substring(0, at);
    }
}
