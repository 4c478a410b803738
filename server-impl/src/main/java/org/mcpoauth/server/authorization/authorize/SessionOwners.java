package org.mcpoauth.server.authorization.authorize;

import java.util.Optional;
import org.mcpoauth.api.provider.ResourceOwner;
import org.mcpoauth.server.authorization.authorize.LoginSessions.Session;
import org.mcpoauth.spi.endpoint.EndpointRequest;
import org.mcpoauth.spi.support.endpoint.BrowserCookie;

/** Knows users by the sessions that logins of this server began. */
final class SessionOwners implements Owners {
    private final BrowserCookie cookies;
    private final LoginSessions sessions;

    SessionOwners(BrowserCookie cookies, LoginSessions sessions) {
        this.cookies = cookies;
        this.sessions = sessions;
    }

    @Override
    public Arrival arrival(EndpointRequest request, DemandedLogin demanded) {
        Optional<String> cookie = cookies.read(request.headers());
        Optional<ResourceOwner> owner =
                cookie.flatMap(sessions::find).map(Session::owner).filter(demanded::acceptsEarlier);
        return new Arrival(cookie.orElseGet(sessions::newCookie), cookie.isEmpty(), owner);
    }

    @Override
    public Optional<Session> session(EndpointRequest request, String cookie) {
        return sessions.find(cookie);
    }
}
