package org.mcpoauth.spi.endpoint;

import java.net.http.HttpHeaders;
import java.util.Objects;

/**
 * A complete HTTP answer. The text form shows the status only.
 *
 * @param status the HTTP status
 * @param headers all header lines, {@code Content-Type} included
 * @param body the body, empty when there is none; not copied
 */
// The bytes are handed over, not compared: a copy or wrapper would only cost.
@SuppressWarnings("ArrayRecordComponent")
public record EndpointResponse(int status, HttpHeaders headers, byte[] body) {

    /** Checks that nothing is missing. */
    public EndpointResponse {
        Objects.requireNonNull(headers, "headers");
        Objects.requireNonNull(body, "body");
    }

    /** Gives the status. */
    @Override
    public String toString() {
        return "EndpointResponse[" + status + "]";
    }
}
