package org.mcpoauth.server.authorization.authorize;

import java.util.List;
import org.mcpoauth.api.Scopes;
import org.mcpoauth.server.authorization.client.ClientDirectory;
import org.mcpoauth.server.authorization.page.ConsentQuestion;
import org.mcpoauth.server.authorization.page.UpstreamAccess;
import org.mcpoauth.server.authorization.upstream.UpstreamLogin;
import org.mcpoauth.spi.endpoint.EndpointResponse;
import org.mcpoauth.spi.support.endpoint.BrowserCookie;

/** Users log in with another issuer, after they have agreed to the client here. */
final class BrokeredLogin implements UserLogin {
    private final PageUris uris;
    private final UpstreamLogin upstream;
    private final UpstreamDeviceLogin ofDevices;
    private final ClientDirectory clients;
    private final BrowserCookie cookies;
    private final LoginSessions sessions;
    private final PendingAuthorizations pending;
    private final PendingAuthorizations states;
    private final WaitingPages pages;

    BrokeredLogin(
            PageUris uris,
            UpstreamLogin upstream,
            UpstreamDeviceLogin ofDevices,
            ClientDirectory clients,
            BrowserCookie cookies,
            LoginSessions sessions,
            PendingAuthorizations pending,
            PendingAuthorizations states,
            WaitingPages pages) {
        this.uris = uris;
        this.upstream = upstream;
        this.ofDevices = ofDevices;
        this.clients = clients;
        this.cookies = cookies;
        this.sessions = sessions;
        this.pending = pending;
        this.states = states;
        this.pages = pages;
    }

    @Override
    public Owners owners() {
        return new SessionOwners(cookies, sessions);
    }

    @Override
    public EndpointResponse ask(Visit visit) {
        Scopes asked = visit.parameters().scopes();
        return pages.await(visit, uris.upstream(), asked, stored -> page(visit, stored, asked));
    }

    @Override
    public DeviceLogin ofDevices() {
        return ofDevices;
    }

    @Override
    public List<Page> pages(PageRequests requests, AuthorizationFlow flow) {
        return List.of(
                Page.withForm(uris.upstream(), new UpstreamEndpoint(requests, pending, states, upstream, this, flow)),
                new Page(
                        uris.upstreamCallback(),
                        List.of("GET"),
                        new UpstreamCallback(states, clients, upstream, ofDevices, cookies, sessions, flow)));
    }

    /** Shows the page before a login upstream of a request that waits. */
    EndpointResponse page(Visit visit, StoredPending stored, Scopes asked) {
        UpstreamAccess access = new UpstreamAccess(upstream.issuer(), upstream.scopes());
        return pages.of(visit)
                .consent(
                        WaitingPages.form(uris.upstream(), visit, FormTokens.UPSTREAM, stored),
                        ConsentQuestion.beforeLogin(visit.client(), visit.parameters(), asked, access),
                        visit.headers());
    }
}
