package org.mcpoauth.spi.endpoint;

import java.net.http.HttpHeaders;
import java.security.Principal;
import java.security.cert.X509Certificate;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An HTTP request to an endpoint, complete and within its size limit. The text form shows method and
 * path only.
 *
 * @param method the HTTP method, in upper case
 * @param rawPath the path as it was received, without query
 * @param rawQuery the query as it was received, or {@code null} when there is none
 * @param headers all header lines
 * @param body the whole body, empty when there is none; not copied
 * @param remoteAddress the address of the peer in text form, or {@code null} when it is not known
 * @param clientCertificate the certificate of the TLS client, or {@code null}
 * @param caller who calls, as the login of the server or runtime says, or {@code null} when it knows nobody
 */
// The bytes are handed over, not compared: a copy or wrapper would only cost.
@SuppressWarnings("ArrayRecordComponent")
public record EndpointRequest(
        String method,
        String rawPath,
        @Nullable String rawQuery,
        HttpHeaders headers,
        byte[] body,
        @Nullable String remoteAddress,
        @Nullable X509Certificate clientCertificate,
        @Nullable Principal caller) {

    /** Checks that nothing is missing. */
    public EndpointRequest {
        Objects.requireNonNull(method, "method");
        Objects.requireNonNull(rawPath, "rawPath");
        Objects.requireNonNull(headers, "headers");
        Objects.requireNonNull(body, "body");
    }

    /**
     * A request of nobody in particular.
     *
     * @param method the HTTP method, in upper case
     * @param rawPath the path as it was received, without query
     * @param rawQuery the query as it was received, or {@code null} when there is none
     * @param headers all header lines
     * @param body the whole body, empty when there is none; not copied
     * @param remoteAddress the address of the peer in text form, or {@code null} when it is not known
     * @param clientCertificate the certificate of the TLS client, or {@code null}
     */
    public EndpointRequest(
            String method,
            String rawPath,
            @Nullable String rawQuery,
            HttpHeaders headers,
            byte[] body,
            @Nullable String remoteAddress,
            @Nullable X509Certificate clientCertificate) {
        this(method, rawPath, rawQuery, headers, body, remoteAddress, clientCertificate, null);
    }

    /** Gives method and path. */
    @Override
    public String toString() {
        return method + " " + rawPath;
    }
}
