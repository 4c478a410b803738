package org.mcpoauth.server.authorization.authorize;

import java.util.Optional;
import org.mcpoauth.server.authorization.authorize.LoginSessions.Session;
import org.mcpoauth.spi.endpoint.EndpointRequest;

/** Knows who is logged in with a browser. */
interface Owners {

    /** A browser that comes with an authorization request. */
    Arrival arrival(EndpointRequest request, DemandedLogin demanded);

    /** The session of a browser that comes back from a page. */
    Optional<Session> session(EndpointRequest request, String cookie);
}
