package org.mcpoauth.server.authorization.authorize;

import org.mcpoauth.spi.endpoint.EndpointHandler;
import org.mcpoauth.spi.endpoint.EndpointRequest;
import org.mcpoauth.spi.endpoint.EndpointResponse;
import org.mcpoauth.spi.support.endpoint.BrowserCookie;

/**
 * Where a request waits for the login of the container that cannot be sent again: a form, or one that was pushed (RFC
 * 9126, section 4: a request URI is used once).
 */
final class ContainerLoginEndpoint implements EndpointHandler {
    private final PageRequests requests;
    private final PendingAuthorizations pending;
    private final Owners owners;
    private final BrowserCookie cookies;
    private final ContainerLogin login;
    private final AuthorizationFlow flow;

    ContainerLoginEndpoint(
            PageRequests requests,
            PendingAuthorizations pending,
            Owners owners,
            BrowserCookie cookies,
            ContainerLogin login,
            AuthorizationFlow flow) {
        this.requests = requests;
        this.pending = pending;
        this.owners = owners;
        this.cookies = cookies;
        this.login = login;
        this.flow = flow;
    }

    @Override
    public EndpointResponse handle(EndpointRequest request) {
        PageRequest page = requests.read(request, FormTokens.LOGIN);
        if (page.newer() != null) {
            return flow.resume(page, page.newer());
        }
        Visit visit = page.visit(page.cookie(), null);
        Arrival arrival = owners.arrival(request, visit.demandedLogin());
        return arrival.owner().isPresent() ? proceed(page, visit.of(arrival), arrival) : login.notLoggedIn(visit);
    }

    private EndpointResponse proceed(PageRequest page, Visit visit, Arrival arrival) {
        if (!pending.end(page.stored())) {
            throw PageRequests.outOfDate();
        }
        arrival.tell(cookies, visit.headers());
        return flow.proceed(visit);
    }
}
