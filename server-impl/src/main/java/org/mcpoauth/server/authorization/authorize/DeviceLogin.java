package org.mcpoauth.server.authorization.authorize;

import org.mcpoauth.spi.endpoint.EndpointResponse;

/** Where users log in before they enter the code of a device (RFC 8628, section 3.3). */
interface DeviceLogin {

    /**
     * Answers a browser that comes without a user.
     *
     * @param code what will be filled in after the login; may be empty
     */
    EndpointResponse ask(DeviceVisit visit, String code);

    /**
     * Logs a user out who wants to be somebody else.
     *
     * @param code what will be filled in after the login
     */
    EndpointResponse askSomebodyElse(DeviceVisit visit, String code);

    /** Answers a form of a browser without a user. */
    EndpointResponse answer(DeviceVisit visit);
}
