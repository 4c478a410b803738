package org.mcpoauth.server.authorization.authorize;

import java.security.Principal;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.mcpoauth.api.provider.ResourceOwner;
import org.mcpoauth.server.authorization.authorize.LoginSessions.Session;
import org.mcpoauth.server.authorization.endpoint.AuthorizationHeader;
import org.mcpoauth.spi.endpoint.EndpointRequest;
import org.mcpoauth.spi.server.CallerUsers;
import org.mcpoauth.spi.support.endpoint.BrowserCookie;

/**
 * Knows users by the login of the container, which each request has to bring. The session only remembers when the user
 * was first seen with the browser.
 */
final class CallerOwners implements Owners {
    // whoever the container knows has logged in before this request
    private static final Duration BEFORE = Duration.ofSeconds(1);

    private final CallerUsers users;
    private final BrowserCookie cookies;
    private final LoginSessions sessions;
    private final InstantSource clock;

    CallerOwners(CallerUsers users, BrowserCookie cookies, LoginSessions sessions, InstantSource clock) {
        this.users = users;
        this.cookies = cookies;
        this.sessions = sessions;
        this.clock = clock;
    }

    /** A login that does not meet what is demanded is told to the client: the container cannot ask again. */
    @Override
    public Arrival arrival(EndpointRequest request, DemandedLogin demanded) {
        Optional<String> cookie = cookies.read(request.headers());
        Optional<Session> session = cookie.flatMap(known -> session(request, known));
        if (session.isPresent()) {
            return new Arrival(cookie.orElseThrow(), false, session.map(Session::owner));
        }
        Optional<ResourceOwner> caller = caller(request);
        return caller.isPresent()
                ? new Arrival(sessions.begin(caller.get(), cookie.orElse(null)), true, caller)
                : new Arrival(cookie.orElseGet(sessions::newCookie), cookie.isEmpty(), caller);
    }

    @Override
    public Optional<Session> session(EndpointRequest request, String cookie) {
        Optional<String> subject = caller(request).map(ResourceOwner::subject);
        return sessions.find(cookie)
                .filter(session -> subject.equals(Optional.of(session.owner().subject())));
    }

    /** Whoever presents a token is a client, which must not answer in the place of its user. */
    private Optional<ResourceOwner> caller(EndpointRequest request) {
        return Optional.ofNullable(request.caller())
                .filter(caller -> !AuthorizationHeader.isToken(request))
                .flatMap(this::owner);
    }

    private Optional<ResourceOwner> owner(Principal caller) {
        Instant seenAt = clock.instant().minus(BEFORE);
        return users.owner(caller, seenAt)
                .map(owner -> seenAt.equals(owner.authenticatedAt()) ? undated(owner) : owner);
    }

    /** When the user was seen is not when the user logged in, which the container does not tell. */
    private static ResourceOwner undated(ResourceOwner owner) {
        return new ResourceOwner(owner.subject(), null, owner.acr(), owner.authorization());
    }
}
