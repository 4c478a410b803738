package org.mcpoauth.server.authorization.authorize;

import java.util.Optional;
import org.mcpoauth.api.error.EndpointException;
import org.mcpoauth.api.provider.Client;
import org.mcpoauth.server.authorization.client.ClientDirectory;
import org.mcpoauth.server.authorization.endpoint.FormRequest;
import org.mcpoauth.server.authorization.endpoint.Parameters;
import org.mcpoauth.server.authorization.page.Problem;
import org.mcpoauth.spi.endpoint.EndpointRequest;
import org.mcpoauth.spi.support.codec.MalformedException;
import org.mcpoauth.spi.support.codec.Sha256;

/**
 * Finds what a request to the login or consent page is about: a pending authorization of this browser,
 * and for a form its token (RFC 9700, section 4.7; MCP security best practices, "Confused Deputy
 * Problem").
 */
final class PageRequests {
    private final PendingAuthorizations pending;
    private final ClientDirectory clients;
    private final BrowserCookie cookies;

    PageRequests(PendingAuthorizations pending, ClientDirectory clients, BrowserCookie cookies) {
        this.pending = pending;
        this.clients = clients;
        this.cookies = cookies;
    }

    PageRequest read(EndpointRequest request, String page) {
        boolean isForm = "POST".equals(request.method());
        Parameters parameters = isForm ? form(request) : query(request);
        String cookie = cookies.read(request).orElseThrow(PageRequests::outOfDate);
        String interaction = parameters.find("interaction").orElseThrow(PageRequests::outOfDate);
        if (isForm) {
            requireGenuine(parameters, cookie, page, interaction);
        }
        StoredPending stored =
                pending.find(interaction, Sha256.base64Url(cookie)).orElseThrow(PageRequests::outOfDate);
        Client client =
                clients.find(stored.pending().clientId()).orElseThrow(() -> new PageException(Problem.UNKNOWN_CLIENT));
        return new PageRequest(stored, client, cookie, parameters, isForm);
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
