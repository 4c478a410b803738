package org.mcpoauth.client.web;

import java.lang.System.Logger.Level;
import java.security.Principal;
import java.util.Optional;
import org.mcpoauth.api.error.McpOAuthException;
import org.mcpoauth.api.error.StorageException;
import org.mcpoauth.client.call.ResourceClient;
import org.mcpoauth.spi.endpoint.EndpointHandler;
import org.mcpoauth.spi.endpoint.EndpointRequest;
import org.mcpoauth.spi.endpoint.EndpointResponse;

/** Ends the access of a user's client: its tokens are revoked (RFC 7009), and what waits is forgotten. */
final class LogoutEndpoint implements EndpointHandler {
    private static final System.Logger LOG = System.getLogger("org.mcpoauth.client.web");

    private final ResourceClient client;
    private final Browsers browsers;
    private final Visits visits;
    private final Renewal renewal;

    LogoutEndpoint(ResourceClient client, Browsers browsers, Visits visits) {
        this.client = client;
        this.browsers = browsers;
        this.visits = visits;
        this.renewal = new Renewal(browsers, Notice.FAILED);
    }

    @Override
    public EndpointResponse handle(EndpointRequest request) {
        Optional<String> returnPath =
                BrowserRequests.returnPath(BrowserRequests.ownForm(request, WebPaths.redirectUri(client)));
        BrowserSession browser = browsers.known(request.headers()).orElse(null);
        Principal user = Browsers.user(client, request, browser).orElseThrow(() -> new WebRefusal(Notice.SIGN_IN));
        return renewal.answer(browser, user, request, theSame -> ended(user, returnPath));
    }

    private EndpointResponse ended(Principal user, Optional<String> returnPath) {
        visits.clear(user, client.name());
        revoke(user);
        return returnPath
                .map(path -> Answers.seeOther(WebPaths.absolute(client, path), Answers.headers()))
                .orElseGet(() -> Answers.page(Notice.LOGGED_OUT));
    }

    /** The tokens are forgotten in any case; that a server did not revoke them is nothing the user could change. */
    private void revoke(Principal user) {
        try {
            client.as(user).revoke();
        } catch (StorageException e) {
            throw e;
        } catch (McpOAuthException e) {
            LOG.log(Level.WARNING, () -> "MCPO3185 tokens of " + client.name() + " were not revoked: " + e.code());
        }
    }
}
