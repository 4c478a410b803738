package org.mcpoauth.spi.support.binding;

import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
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
import org.mcpoauth.spi.endpoint.Endpoint;
import org.mcpoauth.spi.endpoint.EndpointRequest;
import org.mcpoauth.spi.endpoint.EndpointResponse;

/** Serves endpoints by Jakarta REST. */
public final class RestEndpoints {
    /** The request property with the address of the peer, which Jakarta REST itself does not tell. */
    public static final String REMOTE_ADDRESS = "org.mcpoauth.remote-address";

    private static final String CERTIFICATES = "jakarta.servlet.request.X509Certificate";
    private static final int MAX_DIGITS = 9;
    private static final HttpHeaders NO_HEADERS = HttpHeaders.of(Map.of(), (name, value) -> true);

    private RestEndpoints() {}

    /** Answers a request to an endpoint; 413 if its body is too large. */
    public static Response answer(Endpoint endpoint, ContainerRequestContext request) {
        byte[] body = body(request, endpoint.maxBodyBytes());
        return body == null
                ? Response.status(Response.Status.REQUEST_ENTITY_TOO_LARGE).build()
                : response(endpoint.handler().handle(endpoint(request, body)));
    }

    /** Who calls, as the runtime says. */
    public static @Nullable Principal caller(ContainerRequestContext request) {
        SecurityContext security = request.getSecurityContext();
        return security == null ? null : security.getUserPrincipal();
    }

    private static EndpointRequest endpoint(ContainerRequestContext request, byte[] body) {
        URI uri = request.getUriInfo().getRequestUri();
        return new EndpointRequest(
                method(request),
                uri.getRawPath(),
                uri.getRawQuery(),
                headers(request.getHeaders()),
                body,
                remoteAddress(request),
                certificate(request),
                caller(request));
    }

    /** The address of the peer, if the application said it: no peer can set a property. */
    public static @Nullable String remoteAddress(ContainerRequestContext request) {
        return request.getProperty(REMOTE_ADDRESS) instanceof String address ? address : null;
    }

    /** Turns an answer into one of Jakarta REST. */
    public static Response response(EndpointResponse answer) {
        Response.ResponseBuilder response = Response.status(answer.status());
        answer.headers().map().forEach((name, values) -> values.forEach(value -> response.header(name, value)));
        return answer.body().length == 0
                ? response.build()
                : response.entity(answer.body()).build();
    }

    /** Every line is kept; names that differ in case only are one name. */
    public static HttpHeaders headers(Map<String, List<String>> lines) {
        if (lines.isEmpty()) {
            return NO_HEADERS;
        }
        try {
            return HttpHeaders.of(lines, (name, value) -> true);
        } catch (IllegalArgumentException namesThatDifferInCase) {
            // no map that a Jakarta REST runtime makes has such names
            return joined(lines);
        }
    }

    private static HttpHeaders joined(Map<String, List<String>> lines) {
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
    public static byte @Nullable [] body(ContainerRequestContext request, int maxBytes) {
        try {
            byte[] body = whole(request.getEntityStream(), announced(request), maxBytes);
            if (body != null) {
                request.setEntityStream(new ByteArrayInputStream(body));
            }
            return body;
        } catch (IOException e) {
            throw new UncheckedIOException("the request body cannot be read", e);
        }
    }

    /** How long the body is said to be; 0 if that is not said, or beyond all that is ever read. */
    private static int announced(ContainerRequestContext request) {
        String length = request.getHeaders().getFirst("Content-Length");
        if (length == null || length.length() > MAX_DIGITS) {
            return 0;
        }
        int octets = 0;
        for (int i = 0; i < length.length(); i++) {
            int digit = length.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                return 0;
            }
            octets = 10 * octets + digit;
        }
        return octets;
    }

    /** Who reads exactly as much as was announced needs no second buffer; what else comes is read too. */
    private static byte @Nullable [] whole(InputStream body, int announced, int maxBytes) throws IOException {
        byte[] beginning = body.readNBytes(Math.min(announced, maxBytes));
        int next = body.read();
        if (next < 0) {
            return beginning;
        }
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.writeBytes(beginning);
        all.write(next);
        all.writeBytes(body.readNBytes(maxBytes - beginning.length));
        return all.size() > maxBytes ? null : all.toByteArray();
    }

    /** The method in upper case. */
    public static String method(ContainerRequestContext request) {
        return request.getMethod().toUpperCase(Locale.ROOT);
    }

    /** A property of this name is there in a servlet container, which has seen the TLS handshake. */
    public static @Nullable X509Certificate certificate(ContainerRequestContext request) {
        return request.getProperty(CERTIFICATES) instanceof X509Certificate[] chain && chain.length > 0
                ? chain[0]
                : null;
    }
}
