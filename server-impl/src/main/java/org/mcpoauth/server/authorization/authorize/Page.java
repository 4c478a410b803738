package org.mcpoauth.server.authorization.authorize;

import java.net.URI;
import java.util.List;
import org.mcpoauth.spi.endpoint.EndpointHandler;

/**
 * A page of this server.
 *
 * @param uri where it is
 * @param methods the methods it answers
 * @param handler answers them
 */
record Page(URI uri, List<String> methods, EndpointHandler handler) {

    /** A page that is shown, and whose form is sent to the same place. */
    static Page withForm(URI uri, EndpointHandler handler) {
        return new Page(uri, List.of("GET", "POST"), handler);
    }
}
