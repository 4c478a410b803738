package org.mcpoauth.server.authorization.authorize;

import org.mcpoauth.server.authorization.page.Problem;
import org.mcpoauth.spi.endpoint.EndpointResponse;

/** Users log in with the container before they enter a code; it sends the browser back with the code in the URL. */
final class ContainerDeviceLogin implements DeviceLogin {

    @Override
    public EndpointResponse ask(DeviceVisit visit, String code) {
        return visit.pages().error(401, Problem.NOT_LOGGED_IN, visit.headers());
    }

    /** Nobody can log in as somebody else with the container, and no page says so. */
    @Override
    public EndpointResponse askSomebodyElse(DeviceVisit visit, String code) {
        throw new PageException(Problem.MALFORMED);
    }

    /** Whoever is logged out between two pages begins anew. */
    @Override
    public EndpointResponse answer(DeviceVisit visit) {
        return DeviceVisit.open(visit.page(), visit.code("user_code"), visit.headers());
    }
}
