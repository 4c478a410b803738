package org.mcpoauth.client.agent;

import java.net.URI;
import org.mcpoauth.api.client.AuthorizationRequest;
import org.mcpoauth.client.Toolkit;
import org.mcpoauth.spi.McpOAuthServices;
import org.mcpoauth.spi.client.AuthorizationAgent;
import org.mcpoauth.spi.support.concurrent.Waiting;
import org.mcpoauth.spi.support.http.GuardedHttp;

/**
 * Opens authorization requests without a browser, for authorization servers that answer without a person: in
 * tests, and where the operator has agreed beforehand.
 *
 * <p>Redirects of the server to its own origin are followed, at most 10, with the cookies it sets; the first one
 * to the redirect URI of the request is the answer and is not followed. Pages are not filled in. All requests go
 * through the transport and the endpoint policy of the runtime; each may take 5 seconds and bring 512 KiB, all
 * together may take 30 seconds. Nothing is kept between two authorizations. Safe for use by several threads;
 * interruption ends a call.
 */
public final class HeadlessAgent implements AuthorizationAgent {
    private final GuardedHttp http;

    /**
     * An agent that sends as a runtime does.
     *
     * @param services those of the runtime
     */
    public HeadlessAgent(McpOAuthServices services) {
        this.http = Toolkit.of(services, Waiting.REAL).http();
    }

    /**
     * Goes where the authorization server sends until that is the redirect URI.
     *
     * @param request what to open
     * @return where the server redirected to, for the caller to validate
     * @throws org.mcpoauth.api.error.AuthorizationRequiredException if the server shows a page or sends the
     *     browser to another one: a person has to sign in or agree
     * @throws org.mcpoauth.api.error.ResponseViolationException if the server refuses the request without a
     *     redirect, if its redirects cannot be read, do not end, or lead to another address with the path of
     *     the redirect URI
     * @throws org.mcpoauth.api.error.TransportException if the server cannot be reached, must not be called, is
     *     too slow or in trouble
     */
    @Override
    public URI authorize(AuthorizationRequest request) {
        return new HeadlessVisit(http, request).redirect();
    }
}
