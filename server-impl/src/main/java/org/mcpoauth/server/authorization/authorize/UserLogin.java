package org.mcpoauth.server.authorization.authorize;

import java.util.List;
import org.mcpoauth.spi.endpoint.EndpointResponse;

/** How users log in: one class for each kind of source that they may come from, chosen when the server is made. */
interface UserLogin {

    /** Who is logged in with a browser. */
    Owners owners();

    /** Sends a browser to log in for an authorization request, which waits meanwhile. */
    EndpointResponse ask(Visit visit);

    /**
     * Whether a page that is answered 401 is sent through the login of the container. Nobody can log in as somebody else
     * there.
     */
    default boolean isOfContainer() {
        return false;
    }

    /** Where users log in before they enter the code of a device. */
    DeviceLogin ofDevices();

    /** The pages of this login, which go on with the requests that waited. */
    List<Page> pages(PageRequests requests, AuthorizationFlow flow);
}
