package org.mcpoauth.spi.http;

import java.net.URI;
import java.net.http.HttpHeaders;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One HTTP request with the limits its answer must keep. The text form shows method and URL without
 * query only: headers and body may hold credentials.
 *
 * @param method the HTTP method, in upper case
 * @param uri where to send it; sent as it is
 * @param headers the request headers, without {@code Host} and {@code Content-Length}
 * @param body the request body, or {@code null} for none; not copied
 * @param timeout the time from the start to the last byte of the answer; positive
 * @param maxBodyBytes the largest body that is read, in bytes; positive
 * @param purpose what it is for; changes nothing in how it is sent
 */
// The bytes are handed over, not compared: a copy or wrapper would only cost.
@SuppressWarnings("ArrayRecordComponent")
public record HttpCall(
        String method,
        URI uri,
        HttpHeaders headers,
        byte @Nullable [] body,
        Duration timeout,
        int maxBodyBytes,
        HttpPurpose purpose) {

    /**
     * Checks the limits.
     *
     * @throws IllegalArgumentException if a limit is not positive
     */
    public HttpCall {
        Objects.requireNonNull(method, "method");
        Objects.requireNonNull(uri, "uri");
        Objects.requireNonNull(headers, "headers");
        Objects.requireNonNull(purpose, "purpose");
        if (timeout.isNegative() || timeout.isZero() || maxBodyBytes <= 0) {
            throw new IllegalArgumentException("timeout and maxBodyBytes must be positive");
        }
    }

    /** Gives method and URL without query. */
    @Override
    public String toString() {
        String text = uri.toString();
        int query = text.indexOf('?');
        return method + " " + (query < 0 ? text : text.substring(0, query));
    }
}
