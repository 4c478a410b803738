package org.mcpoauth.server.rest;

import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.security.Principal;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.spi.endpoint.EndpointRequest;
import org.mcpoauth.spi.endpoint.EndpointResponse;
import org.mcpoauth.spi.resource.GuardedRequest;

/** Turns messages of Jakarta REST into those of the guard and the endpoints, and back. */
final class RestMessages {
    private static final String CERTIFICATES = "jakarta.servlet.request.X509Certificate";

    private RestMessages() {}

    static GuardedRequest guarded(ContainerRequestContext request) {
        URI uri = request.getUriInfo().getRequestUri();
        return new GuardedRequest(
                method(request),
                uri.getRawPath(),
                uri.getRawQuery(),
                headers(request.getHeaders()),
                maxBytes -> body(request, maxBytes),
                certificate(request),
                // Jakarta REST does not tell the peer; the Servlet filter in front of it does
                null,
                () -> caller(request.getSecurityContext()));
    }

    private static @Nullable Principal caller(@Nullable SecurityContext security) {
        return security == null ? null : security.getUserPrincipal();
    }

    static EndpointRequest endpoint(ContainerRequestContext request, byte[] body) {
        URI uri = request.getUriInfo().getRequestUri();
        return new EndpointRequest(
                method(request),
                uri.getRawPath(),
                uri.getRawQuery(),
                headers(request.getHeaders()),
                body,
                null,
                certificate(request));
    }

    static Response response(EndpointResponse answer) {
        Response.ResponseBuilder response = Response.status(answer.status());
        answer.headers().map().forEach((name, values) -> values.forEach(value -> response.header(name, value)));
        return answer.body().length == 0
                ? response.build()
                : response.entity(answer.body()).build();
    }

    /** Every line is kept; names that differ in case only are one name. */
    static HttpHeaders headers(Map<String, List<String>> lines) {
        Map<String, List<String>> all = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        lines.forEach((name, values) ->
                all.computeIfAbsent(name, key -> new ArrayList<>()).addAll(values));
        return HttpHeaders.of(all, (name, value) -> true);
    }

    /**
     * Reads the body and puts it back for the application.
     *
     * @return {@code null} if it is larger than allowed
     */
    static byte @Nullable [] body(ContainerRequestContext request, int maxBytes) {
        try {
            byte[] body = request.getEntityStream().readNBytes(maxBytes);
            boolean isWhole = request.getEntityStream().read() < 0;
            request.setEntityStream(new ByteArrayInputStream(body));
            return isWhole ? body : null;
        } catch (IOException e) {
            throw new UncheckedIOException("the request body cannot be read", e);
        }
    }

    private static String method(ContainerRequestContext request) {
        return request.getMethod().toUpperCase(Locale.ROOT);
    }

    /** A property of this name is there in a servlet container, which has seen the TLS handshake. */
    private static @Nullable X509Certificate certificate(ContainerRequestContext request) {
        return request.getProperty(CERTIFICATES) instanceof X509Certificate[] chain && chain.length > 0
                ? chain[0]
                : null;
    }
}
