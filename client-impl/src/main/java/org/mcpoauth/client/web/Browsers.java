package org.mcpoauth.client.web;

import java.net.http.HttpHeaders;
import java.security.Principal;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.client.call.ResourceClient;
import org.mcpoauth.client.token.Visitor;
import org.mcpoauth.spi.client.WebRules.Login;
import org.mcpoauth.spi.endpoint.EndpointRequest;
import org.mcpoauth.spi.support.codec.RandomIds;
import org.mcpoauth.spi.support.codec.Sha256;
import org.mcpoauth.spi.support.endpoint.BrowserCookie;

/**
 * Knows browsers by their cookie, and who is at them. Where no client takes browsers for users, a cookie only tells
 * one browser from the next, and nothing is stored of it.
 */
final class Browsers {
    private final BrowserCookie cookie;
    private final RandomIds random;
    private final @Nullable BrowserSessions sessions;

    Browsers(BrowserCookie cookie, RandomIds random, @Nullable BrowserSessions sessions) {
        this.cookie = cookie;
        this.random = random;
        this.sessions = sessions;
    }

    /** The browser of a request, if it has been here before. */
    Optional<BrowserSession> known(HttpHeaders headers) {
        return cookie.read(headers)
                .flatMap(value -> sessions == null ? Optional.of(plain(value)) : sessions.find(value));
    }

    /** A browser that comes for the first time. */
    BrowserSession created() {
        return sessions == null ? plain(random.next()) : sessions.created();
    }

    /** Remembers a browser that came for the first time, and gives the header that lets it come back. */
    String kept(BrowserSession session) {
        if (sessions != null) {
            sessions.keep(session);
        }
        return cookie.header(session.cookie());
    }

    /** The header after which a visitor has another cookie, and the one before counts no more. */
    String renewed(BrowserSession session) {
        return Optional.ofNullable(sessions)
                .flatMap(known -> known.renewed(session))
                .map(next -> cookie.header(next.cookie()))
                .orElseThrow(() -> new WebRefusal(Notice.OUT_OF_DATE));
    }

    /** The browser of a request that nobody has signed in with, as a user. */
    Optional<Principal> visitor(HttpHeaders headers) {
        return sessions == null ? Optional.empty() : known(headers).map(Browsers::visitor);
    }

    private static BrowserSession plain(String value) {
        return new BrowserSession(value, Sha256.base64Url(value));
    }

    private static Principal visitor(BrowserSession session) {
        return new Visitor(session.id());
    }

    /** The user of a client: who calls, else the browser itself where the client takes browsers. */
    static Optional<Principal> user(ResourceClient client, EndpointRequest request, @Nullable BrowserSession session) {
        return Stream.of(client.configuration().callers().source().caller(), request.caller())
                .filter(Browsers::isSomebody)
                .findFirst()
                .or(() ->
                        takesBrowsers(client) ? Optional.ofNullable(session).map(Browsers::visitor) : Optional.empty());
    }

    static boolean takesBrowsers(ResourceClient client) {
        return client.configuration().web().login() == Login.ANONYMOUS;
    }

    private static boolean isSomebody(@Nullable Principal user) {
        return user != null && user.getName() != null;
    }
}
