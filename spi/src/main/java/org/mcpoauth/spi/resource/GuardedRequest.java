package org.mcpoauth.spi.resource;

import java.net.http.HttpHeaders;
import java.security.cert.X509Certificate;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A request to a guarded endpoint as the guard judges it. The text form shows the method only.
 *
 * @param method the HTTP method
 * @param rawPath the path as it was received, without query
 * @param rawQuery the query as it was received, or {@code null}
 * @param headers all header lines
 * @param body reads the body if the decision depends on it
 * @param clientCertificate the certificate of the TLS client, or {@code null}
 * @param remoteAddress the address of the peer of the connection as a literal, or {@code null} where a
 *     binding cannot tell; never taken from a header
 */
public record GuardedRequest(
        String method,
        String rawPath,
        @Nullable String rawQuery,
        HttpHeaders headers,
        Body body,
        @Nullable X509Certificate clientCertificate,
        @Nullable String remoteAddress) {

    /** Checks that nothing is missing. */
    public GuardedRequest {
        Objects.requireNonNull(method, "method");
        Objects.requireNonNull(rawPath, "rawPath");
        Objects.requireNonNull(headers, "headers");
        Objects.requireNonNull(body, "body");
    }

    /**
     * A request over a connection that nothing is known of.
     *
     * @param method the HTTP method
     * @param rawPath the path as it was received, without query
     * @param rawQuery the query as it was received, or {@code null}
     * @param headers all header lines
     * @param body reads the body if the decision depends on it
     */
    public GuardedRequest(String method, String rawPath, @Nullable String rawQuery, HttpHeaders headers, Body body) {
        this(method, rawPath, rawQuery, headers, body, null, null);
    }

    /** Gives the method. */
    @Override
    public String toString() {
        return "GuardedRequest[" + method + "]";
    }

    /** Reads the body of the request once and leaves it readable for the application. */
    @FunctionalInterface
    public interface Body {

        /**
         * The whole body.
         *
         * @param maxBytes the largest body that is read
         * @return the bytes, or {@code null} if the body is larger
         * @throws java.io.UncheckedIOException if the body cannot be read
         */
        byte @Nullable [] read(int maxBytes);
    }
}
