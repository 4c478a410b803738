package org.mcpoauth.server.authorization.authorize;

import java.net.URI;
import java.util.List;
import org.mcpoauth.server.authorization.page.Problem;
import org.mcpoauth.spi.endpoint.EndpointResponse;
import org.mcpoauth.spi.support.endpoint.BrowserCookie;

/**
 * Users log in with the container, which takes the place of an answer 401 to a page. It sends the browser back to that
 * page; what must not be sent again therefore waits at a page of its own.
 */
final class ContainerLogin implements UserLogin {
    private final URI uri;
    private final Owners owners;
    private final BrowserCookie cookies;
    private final PendingAuthorizations pending;
    private final WaitingPages pages;

    ContainerLogin(URI uri, Owners owners, BrowserCookie cookies, PendingAuthorizations pending, WaitingPages pages) {
        this.uri = uri;
        this.owners = owners;
        this.cookies = cookies;
        this.pending = pending;
        this.pages = pages;
    }

    @Override
    public Owners owners() {
        return owners;
    }

    @Override
    public EndpointResponse ask(Visit visit) {
        return visit.isForm() ? pages.await(visit, uri, null, stored -> notLoggedIn(visit)) : notLoggedIn(visit);
    }

    @Override
    public boolean isOfContainer() {
        return true;
    }

    @Override
    public DeviceLogin ofDevices() {
        return new ContainerDeviceLogin();
    }

    @Override
    public List<Page> pages(PageRequests requests, AuthorizationFlow flow) {
        return List.of(new Page(
                uri, List.of("GET"), new ContainerLoginEndpoint(requests, pending, owners, cookies, this, flow)));
    }

    /** Tells a browser to log in. */
    EndpointResponse notLoggedIn(Visit visit) {
        return pages.of(visit).error(401, Problem.NOT_LOGGED_IN, visit.headers());
    }
}
