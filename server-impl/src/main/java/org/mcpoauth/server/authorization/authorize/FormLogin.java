package org.mcpoauth.server.authorization.authorize;

import java.net.URI;
import java.util.List;
import org.mcpoauth.server.authorization.page.LocalizedPages.LoginMessage;
import org.mcpoauth.spi.endpoint.EndpointResponse;
import org.mcpoauth.spi.support.endpoint.BrowserCookie;

/** Users log in with a form of this server. */
final class FormLogin implements UserLogin {
    private final URI uri;
    private final DeviceLogin ofDevices;
    private final PasswordLogin passwords;
    private final BrowserCookie cookies;
    private final LoginSessions sessions;
    private final PendingAuthorizations pending;
    private final WaitingPages pages;

    FormLogin(
            URI uri,
            PasswordLogin passwords,
            BrowserCookie cookies,
            LoginSessions sessions,
            PendingAuthorizations pending,
            WaitingPages pages) {
        this.uri = uri;
        this.ofDevices = new FormDeviceLogin(passwords, cookies, sessions);
        this.passwords = passwords;
        this.cookies = cookies;
        this.sessions = sessions;
        this.pending = pending;
        this.pages = pages;
    }

    @Override
    public Owners owners() {
        return new SessionOwners(cookies, sessions);
    }

    @Override
    public EndpointResponse ask(Visit visit) {
        return pages.await(visit, uri, null, stored -> page(visit, stored));
    }

    @Override
    public DeviceLogin ofDevices() {
        return ofDevices;
    }

    @Override
    public List<Page> pages(PageRequests requests, AuthorizationFlow flow) {
        return List.of(
                Page.withForm(uri, new LoginEndpoint(requests, pending, passwords, cookies, sessions, this, flow)));
    }

    /** Shows the login page of a request that waits. */
    EndpointResponse page(Visit visit, StoredPending stored) {
        String hint = visit.loginHint();
        return page(visit, stored, LoginMessage.NONE, hint == null ? "" : hint);
    }

    /** Shows the login page once more. */
    EndpointResponse page(Visit visit, StoredPending stored, LoginMessage message, String username) {
        return pages.of(visit)
                .login(
                        WaitingPages.form(uri, visit, FormTokens.LOGIN, stored),
                        visit.client(),
                        message,
                        username,
                        visit.headers());
    }
}
