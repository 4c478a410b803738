package org.mcpoauth.spi.endpoint;

import java.util.Objects;

/**
 * An endpoint: where it is and who answers.
 *
 * @param path the raw path of its public URL, beginning with a slash; matched exactly
 * @param maxBodyBytes the largest request body it takes, in bytes; a larger one is answered 413 by the
 *     binding without being read further
 * @param handler who answers
 * @param containerLogin whether a {@code GET} that is answered 401 is sent through the login of the container, where the
 *     binding can do so and the container has one; the request is then answered anew. A {@code POST} with credentials that the
 *     container has not looked at is shown to that login first
 */
public record Endpoint(String path, int maxBodyBytes, EndpointHandler handler, boolean containerLogin) {

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

    /**
     * An endpoint that has nothing to do with the login of the container.
     *
     * @param path the raw path of its public URL, beginning with a slash
     * @param maxBodyBytes the largest request body it takes, in bytes
     * @param handler who answers
     * @throws IllegalArgumentException if the path does not begin with a slash or the limit is negative
     */
    public Endpoint(String path, int maxBodyBytes, EndpointHandler handler) {
        this(path, maxBodyBytes, handler, false);
    }

    /**
     * The same, or not, with the login of the container.
     *
     * @param value whether a {@code GET} that is answered 401 is sent through that login
     * @return a new value
     */
    public Endpoint withContainerLogin(boolean value) {
        return new Endpoint(path, maxBodyBytes, handler, value);
    }
}
