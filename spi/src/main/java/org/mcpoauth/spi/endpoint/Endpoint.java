package org.mcpoauth.spi.endpoint;

import java.util.Objects;

/**
 * An endpoint: where it is and who answers.
 *
 * @param path the raw path of its public URL, beginning with a slash; matched exactly
 * @param maxBodyBytes the largest request body it takes, in bytes; a larger one is answered 413 by the
 *     binding without being read further
 * @param handler who answers
 */
public record Endpoint(String path, int maxBodyBytes, EndpointHandler handler) {

    /**
     * Checks the components.
     *
     * @throws IllegalArgumentException if the path does not begin with a slash or the limit is negative
     */
    public Endpoint {
        Objects.requireNonNull(handler, "handler");
        if (!path.startsWith("/") || maxBodyBytes < 0) {
            throw new IllegalArgumentException("an endpoint has an absolute path and a body limit");
        }
    }
}
