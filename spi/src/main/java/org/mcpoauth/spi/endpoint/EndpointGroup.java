package org.mcpoauth.spi.endpoint;

import java.util.List;

/** The endpoints of one role, to be served by a binding. */
@FunctionalInterface
public interface EndpointGroup {

    /**
     * The endpoints.
     *
     * @return an unmodifiable list; no two have the same path
     */
    List<Endpoint> endpoints();
}
