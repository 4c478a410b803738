package org.mcpoauth.spi.resource;

import java.net.http.HttpHeaders;
import java.security.Principal;
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
 * @param containerCaller asks the container whom it has authenticated itself
 */
public record GuardedRequest(
        String method,
        String rawPath,
        @Nullable String rawQuery,
        HttpHeaders headers,
        Body body,
        @Nullable X509Certificate clientCertificate,
        @Nullable String remoteAddress,
        ContainerCaller containerCaller) {

    /** Checks that nothing is missing. */
    public GuardedRequest {
        Objects.requireNonNull(method, "method");
        Objects.requireNonNull(rawPath, "rawPath");
        Objects.requireNonNull(headers, "headers");
        Objects.requireNonNull(body, "body");
        Objects.requireNonNull(containerCaller, "containerCaller");
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
        this(method, rawPath, rawQuery, headers, body, null, null, ContainerCaller.NOBODY);
    }

    /** Gives the method. */
    @Override
    public String toString() {
        return "GuardedRequest[" + method + "]";
    }

    /**
     * Asks the container whom it has authenticated before the guard was asked. Asked only where configuration
     * says so, by the thread of the request: in some containers the question costs something.
     */
    @FunctionalInterface
    public interface ContainerCaller {
        /** Of a binding that cannot tell. */
        ContainerCaller NOBODY = () -> null;

        /**
         * The principal of the container, not that of the guard.
         *
         * @return the principal, or {@code null} if the container has authenticated nobody
         */
        @Nullable
        Principal principal();
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
