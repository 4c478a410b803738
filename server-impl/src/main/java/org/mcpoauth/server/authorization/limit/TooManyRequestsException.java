package org.mcpoauth.server.authorization.limit;

import java.io.Serial;
import java.time.Duration;
import org.mcpoauth.spi.support.endpoint.ResponseHeaders;

/**
 * Ends a request whose sender has to wait (RFC 6585, section 4). Without a stack trace: anybody can cause it at will.
 */
public final class TooManyRequestsException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    private static final Duration ALMOST_A_SECOND = Duration.ofSeconds(1).minusNanos(1);

    private final Duration wait;

    /**
     * Ends a request.
     *
     * @param wait how long its sender has to wait, more than zero
     */
    public TooManyRequestsException(Duration wait) {
        super("too many requests", null, false, false);
        this.wait = wait;
    }

    /**
     * Adds how long the sender has to wait.
     *
     * @param headers the header lines of the answer
     * @return the same
     */
    public ResponseHeaders addTo(ResponseHeaders headers) {
        return retryAfter(headers, wait);
    }

    /**
     * Adds {@code Retry-After}, in whole seconds and never too few (RFC 9110, section 10.2.3).
     *
     * @param headers the header lines of an answer
     * @param wait how long to wait
     * @return the same
     */
    public static ResponseHeaders retryAfter(ResponseHeaders headers, Duration wait) {
        return headers.set(
                "Retry-After", Long.toString(wait.plus(ALMOST_A_SECOND).toSeconds()));
    }
}
