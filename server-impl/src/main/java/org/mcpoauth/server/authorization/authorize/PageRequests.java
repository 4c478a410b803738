package org.mcpoauth.server.authorization.authorize;

import java.util.Optional;
import org.mcpoauth.api.error.EndpointException;
import org.mcpoauth.api.provider.Client;
import org.mcpoauth.server.authorization.authorize.LoginSessions.Session;
import org.mcpoauth.server.authorization.client.ClientDirectory;
import org.mcpoauth.server.authorization.page.Problem;
import org.mcpoauth.spi.endpoint.EndpointRequest;
import org.mcpoauth.spi.support.codec.MalformedException;
import org.mcpoauth.spi.support.codec.Sha256;
import org.mcpoauth.spi.support.endpoint.BrowserCookie;
import org.mcpoauth.spi.support.endpoint.FormRequest;
import org.mcpoauth.spi.support.endpoint.Parameters;

/**
 * Finds what a request to the login or consent page is about: a pending authorization of this browser,
 * and for a form its token (RFC 9700, section 4.7; MCP security best practices, "Confused Deputy
 * Problem").
 */
final class PageRequests {
    private final PendingAuthorizations pending;
    private final Owners owners;
    private final ClientDirectory clients;
    private final BrowserCookie cookies;

    PageRequests(PendingAuthorizations pending, Owners owners, ClientDirectory clients, BrowserCookie cookies) {
        this.pending = pending;
        this.owners = owners;
        this.clients = clients;
        this.cookies = cookies;
    }

    PageRequest read(EndpointRequest request, String page) {
        boolean isForm = "POST".equals(request.method());
        Parameters parameters = parameters(request);
        String cookie = cookies.read(request.headers()).orElseThrow(PageRequests::outOfDate);
        String interaction = parameters.find("interaction").orElseThrow(PageRequests::outOfDate);
        StoredPending stored = pending.find(interaction).orElseThrow(PageRequests::outOfDate);
        boolean isPresent = stored.pending().browser().equals(Sha256.base64Url(cookie));
        Session newer = isPresent ? null : sessionAfter(request, stored, cookie);
        if (isForm && isPresent) {
            requireGenuine(parameters, cookie, page, interaction);
        }
        Client client =
                clients.find(stored.pending().clientId()).orElseThrow(() -> new PageException(Problem.UNKNOWN_CLIENT));
        return new PageRequest(stored, newer, client, cookie, parameters, isForm, request);
    }

    /** The session of a browser that opened the page before it logged in elsewhere. */
    private Session sessionAfter(EndpointRequest request, StoredPending stored, String cookie) {
        return owners.session(request, cookie)
                .filter(session ->
                        session.formerBrowser().equals(stored.pending().browser()))
                .orElseThrow(PageRequests::outOfDate);
    }

    /** The form that was sent, or the query of a link. */
    static Parameters parameters(EndpointRequest request) {
        return "POST".equals(request.method()) ? form(request) : query(request);
    }

    static PageException outOfDate() {
        return new PageException(Problem.OUT_OF_DATE);
    }

    private static void requireGenuine(Parameters form, String cookie, String page, String interaction) {
        Optional<String> token = form.find("csrf");
        if (token.isEmpty() || !FormTokens.isGenuine(token.get(), cookie, page, interaction)) {
            throw outOfDate();
        }
    }

    private static Parameters form(EndpointRequest request) {
        try {
            return FormRequest.read(request);
        } catch (EndpointException e) {
            throw new PageException(Problem.MALFORMED);
        }
    }

    private static Parameters query(EndpointRequest request) {
        try {
            return Parameters.parse(Optional.ofNullable(request.rawQuery()).orElse(""));
        } catch (MalformedException e) {
            throw new PageException(Problem.MALFORMED);
        }
    }
}
