package org.mcpoauth.spi.http;

import org.mcpoauth.api.error.TransportException;

/**
 * One HTTP exchange with an endpoint of an authorization server or a metadata location; the seam for
 * proxies, tracing and tests. The address policy has already been asked; implementations send to the
 * URL they are given and to no other.
 *
 * <p>An implementation must not follow redirects, must end when the timeout of the call is over even
 * if the peer keeps sending single bytes, must stop reading after {@code maxBodyBytes}, and must be
 * safe for use by several threads. Interruption of the calling thread ends the exchange.
 */
@FunctionalInterface
public interface HttpTransport {

    /**
     * Sends a call and waits for the whole answer.
     *
     * @param call what to send and its limits
     * @return the answer, whatever its status
     * @throws TransportException with {@code CONNECTION_FAILED}, {@code TIMED_OUT} or {@code
     *     INTERRUPTED} when no complete answer came
     * @throws org.mcpoauth.api.error.ResponseViolationException with {@code RESPONSE_TOO_LARGE} when
     *     the body is larger than the call allows
     */
    HttpReply send(HttpCall call);
}
