package org.mcpoauth.client.web;

import java.security.Principal;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.client.token.Visitor;
import org.mcpoauth.spi.endpoint.EndpointHandler;
import org.mcpoauth.spi.endpoint.EndpointRequest;
import org.mcpoauth.spi.endpoint.EndpointResponse;
import org.mcpoauth.spi.support.endpoint.ResponseHeaders;

/**
 * Gives a visitor another cookie before the access of the browser changes, whatever comes of that change: who else has
 * the cookie of before sees nothing of it.
 */
final class Renewal {
    private final Browsers browsers;
    private final Notice ofPeer;

    /**
     * Renews cookies.
     *
     * @param browsers knows browsers
     * @param ofPeer what to show when the authorization server refused or broke a rule
     */
    Renewal(Browsers browsers, Notice ofPeer) {
        this.browsers = browsers;
        this.ofPeer = ofPeer;
    }

    /** Answers as the handler does. What a known user has does not belong to the cookie, which stays then. */
    EndpointResponse answer(
            @Nullable BrowserSession session, Principal user, EndpointRequest request, EndpointHandler handler) {
        if (session == null || !(user instanceof Visitor)) {
            return handler.handle(request);
        }
        String cookie = browsers.renewed(session);
        EndpointResponse answer = new PageErrors(handler, ofPeer).handle(request);
        return ResponseHeaders.of(answer).set("Set-Cookie", cookie).answer(answer.status(), answer.body());
    }
}
