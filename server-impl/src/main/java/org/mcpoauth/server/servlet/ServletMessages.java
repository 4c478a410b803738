package org.mcpoauth.server.servlet;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.http.HttpHeaders;
import java.security.cert.X509Certificate;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.spi.endpoint.EndpointRequest;
import org.mcpoauth.spi.endpoint.EndpointResponse;
import org.mcpoauth.spi.resource.GuardedRequest;

/** Turns messages of Jakarta Servlet into those of the guard and the endpoints, and back. */
final class ServletMessages {
    private static final String CERTIFICATES = "jakarta.servlet.request.X509Certificate";

    private ServletMessages() {}

    static GuardedRequest guarded(HttpServletRequest request, GuardedRequest.Body body) {
        return new GuardedRequest(
                method(request),
                request.getRequestURI(),
                request.getQueryString(),
                headers(request),
                body,
                certificate(request),
                request.getRemoteAddr(),
                request::getUserPrincipal);
    }

    static EndpointRequest endpoint(HttpServletRequest request, byte[] body) {
        return new EndpointRequest(
                method(request),
                request.getRequestURI(),
                request.getQueryString(),
                headers(request),
                body,
                request.getRemoteAddr(),
                certificate(request));
    }

    static void send(EndpointResponse answer, HttpServletResponse response) throws IOException {
        response.setStatus(answer.status());
        addHeaders(answer.headers(), response);
        if (answer.body().length > 0) {
            response.setContentLength(answer.body().length);
            response.getOutputStream().write(answer.body());
        }
    }

    static void addHeaders(HttpHeaders headers, HttpServletResponse response) {
        headers.map()
                .forEach((name, values) -> values.forEach(value -> {
                    // a container may drop a content type that is set as a header
                    if ("Content-Type".equalsIgnoreCase(name)) {
                        response.setContentType(value);
                    } else {
                        response.addHeader(name, value);
                    }
                }));
    }

    /** Every line is kept; names that differ in case only are one name. */
    private static HttpHeaders headers(HttpServletRequest request) {
        Map<String, List<String>> all = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        for (String name : Collections.list(request.getHeaderNames())) {
            all.putIfAbsent(name, Collections.list(request.getHeaders(name)));
        }
        return HttpHeaders.of(all, (name, value) -> true);
    }

    private static String method(HttpServletRequest request) {
        return request.getMethod().toUpperCase(Locale.ROOT);
    }

    private static @Nullable X509Certificate certificate(HttpServletRequest request) {
        return request.getAttribute(CERTIFICATES) instanceof X509Certificate[] chain && chain.length > 0
                ? chain[0]
                : null;
    }
}
