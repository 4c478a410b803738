package org.mcpoauth.spi.support.binding;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.http.HttpHeaders;
import java.security.cert.X509Certificate;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.spi.endpoint.Endpoint;
import org.mcpoauth.spi.endpoint.EndpointRequest;
import org.mcpoauth.spi.endpoint.EndpointResponse;

/** Serves endpoints by Jakarta Servlet. */
public final class ServletEndpoints {
    /**
     * The name of the initializer that puts the guard in front of web applications, and of the attribute by which it tells
     * that it did.
     */
    public static final String INITIALIZER = "org.mcpoauth.server.servlet.McpOAuthInitializer";

    private static final System.Logger LOG = System.getLogger("org.mcpoauth.spi.support.binding");
    private static final String CERTIFICATES = "jakarta.servlet.request.X509Certificate";

    private ServletEndpoints() {}

    /** Answers a request to an endpoint; 413 if its body is too large, which is then not read further. */
    public static void answer(Endpoint endpoint, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        byte[] body = request.getInputStream().readNBytes(endpoint.maxBodyBytes());
        if (request.getInputStream().read() >= 0) {
            response.setStatus(HttpServletResponse.SC_REQUEST_ENTITY_TOO_LARGE);
        } else if (!isForUser(endpoint, request) || logsIn(request, response) || !isAnswered(response)) {
            answer(endpoint, request, response, body);
        }
    }

    /**
     * Whether a form has to be shown to the container first. Some containers look at a password only where they are asked
     * to, and remember none of the page before; the form alone would then be that of nobody.
     */
    private static boolean isForUser(Endpoint endpoint, HttpServletRequest request) {
        return endpoint.containerLogin()
                && "POST".equals(method(request))
                && request.getHeader("Authorization") != null
                && request.getUserPrincipal() == null;
    }

    /** A container that has to ask the user first answers the request itself. */
    private static void answer(Endpoint endpoint, HttpServletRequest request, HttpServletResponse response, byte[] body)
            throws IOException {
        EndpointResponse answer = endpoint.handler().handle(request(request, body));
        if (!mayLogIn(endpoint, request, answer)) {
            send(answer, response);
        } else if (logsIn(request, response)) {
            send(endpoint.handler().handle(request(request, body)), response);
        } else if (!isAnswered(response)) {
            send(answer, response);
        }
    }

    private static boolean mayLogIn(Endpoint endpoint, HttpServletRequest request, EndpointResponse answer) {
        return endpoint.containerLogin()
                && answer.status() == HttpServletResponse.SC_UNAUTHORIZED
                && request.getUserPrincipal() == null
                && "GET".equals(method(request));
    }

    /** Of a login that fails the container tells its own log why; what it began to answer is forgotten. */
    private static boolean logsIn(HttpServletRequest request, HttpServletResponse response) {
        try {
            return request.authenticate(response);
        } catch (ServletException | IOException | RuntimeException noLogin) {
            LOG.log(
                    noLogin instanceof ServletException ? Level.DEBUG : Level.WARNING,
                    () -> "MCPO4584 the container logs nobody in: "
                            + noLogin.getClass().getName());
            if (!response.isCommitted()) {
                response.reset();
            }
            return false;
        }
    }

    /** Whether somebody has made something of an answer, sent or not. */
    private static boolean isAnswered(HttpServletResponse response) {
        return response.isCommitted()
                || response.getStatus() != HttpServletResponse.SC_OK
                || response.getContentType() != null;
    }

    private static EndpointRequest request(HttpServletRequest request, byte[] body) {
        return new EndpointRequest(
                method(request),
                request.getRequestURI(),
                request.getQueryString(),
                headers(request),
                body,
                request.getRemoteAddr(),
                certificate(request),
                request.getUserPrincipal());
    }

    /** Sends an answer. */
    public static void send(EndpointResponse answer, HttpServletResponse response) throws IOException {
        response.setStatus(answer.status());
        addHeaders(answer.headers(), response);
        if (answer.body().length > 0) {
            response.setContentLength(answer.body().length);
            response.getOutputStream().write(answer.body());
        }
    }

    /** Adds header lines to an answer. */
    public static void addHeaders(HttpHeaders headers, HttpServletResponse response) {
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
    public static HttpHeaders headers(HttpServletRequest request) {
        Map<String, List<String>> all = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        for (String name : Collections.list(request.getHeaderNames())) {
            all.putIfAbsent(name, Collections.list(request.getHeaders(name)));
        }
        return HttpHeaders.of(all, (name, value) -> true);
    }

    /** The method in upper case. */
    public static String method(HttpServletRequest request) {
        return request.getMethod().toUpperCase(Locale.ROOT);
    }

    /** The certificate of the TLS client. */
    public static @Nullable X509Certificate certificate(HttpServletRequest request) {
        return request.getAttribute(CERTIFICATES) instanceof X509Certificate[] chain && chain.length > 0
                ? chain[0]
                : null;
    }
}
