package org.mcpoauth.client.web;

import java.security.Principal;
import java.util.Optional;
import org.mcpoauth.client.call.ResourceClient;
import org.mcpoauth.client.call.StartedAuthorization;
import org.mcpoauth.spi.endpoint.EndpointHandler;
import org.mcpoauth.spi.endpoint.EndpointRequest;
import org.mcpoauth.spi.endpoint.EndpointResponse;
import org.mcpoauth.spi.support.endpoint.ResponseHeaders;

/**
 * Sends the browser of a user to the authorization server (RFC 6749, section 4.1.1). What is asked is bound to the
 * user and to the browser, so that nobody else's answer completes it (RFC 9700, section 4.7.1).
 */
final class LoginEndpoint implements EndpointHandler {
    private final ResourceClient client;
    private final Browsers browsers;
    private final Visits visits;

    LoginEndpoint(ResourceClient client, Browsers browsers, Visits visits) {
        this.client = client;
        this.browsers = browsers;
        this.visits = visits;
    }

    @Override
    public EndpointResponse handle(EndpointRequest request) {
        Optional<String> returnPath = BrowserRequests.returnPath(BrowserRequests.navigation(request));
        Optional<BrowserSession> known = browsers.known(request.headers());
        BrowserSession browser = known.orElseGet(browsers::created);
        Principal user = Browsers.user(client, request, browser).orElseThrow(() -> new WebRefusal(Notice.SIGN_IN));
        StartedAuthorization asked = client.as(user).begin();
        visits.add(
                user,
                new Visits.Visit(
                        client.name(),
                        asked.state(),
                        asked.pending(),
                        browser.id(),
                        returnPath.orElse(null),
                        asked.expiresAt()));
        ResponseHeaders headers = Answers.headers();
        if (known.isEmpty()) {
            headers.set("Set-Cookie", browsers.kept(browser));
        }
        return Answers.seeOther(asked.uri().toString(), headers);
    }
}
