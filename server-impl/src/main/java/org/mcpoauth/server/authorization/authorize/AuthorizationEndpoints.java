package org.mcpoauth.server.authorization.authorize;

import java.time.InstantSource;
import java.util.List;
import java.util.function.Consumer;
import org.mcpoauth.api.error.ErrorCode;
import org.mcpoauth.api.provider.AuthorizationServerProvider;
import org.mcpoauth.server.authorization.client.ClientDirectory;
import org.mcpoauth.server.authorization.client.RedirectUris;
import org.mcpoauth.server.authorization.page.Pages;
import org.mcpoauth.spi.AuthorizationServerConfiguration;
import org.mcpoauth.spi.endpoint.EndpointHandler;
import org.mcpoauth.spi.server.UserAuthenticator;
import org.mcpoauth.spi.store.StateStore;
import org.mcpoauth.spi.support.codec.RandomIds;
import org.mcpoauth.spi.support.endpoint.AllowedMethods;
import org.mcpoauth.spi.support.endpoint.BrowserCookie;
import org.mcpoauth.spi.support.json.StrictJson;

/**
 * The three endpoints a browser sees.
 *
 * @param authorize the authorization endpoint
 * @param login the login page
 * @param consent the consent page
 */
public record AuthorizationEndpoints(EndpointHandler authorize, EndpointHandler login, EndpointHandler consent) {
    private static final List<String> METHODS = List.of("GET", "POST");

    /**
     * Puts the endpoints together.
     *
     * @param configuration the issuer and its rules
     * @param pageUris where the pages are
     * @param provider decides
     * @param clients finds clients
     * @param users knows the users
     * @param store keeps what waits for users
     * @param json writes that
     * @param clock tells how old a login is
     * @param refusals learns the error of each refusal
     * @return the endpoints
     */
    public static AuthorizationEndpoints of(
            AuthorizationServerConfiguration configuration,
            PageUris pageUris,
            AuthorizationServerProvider<?, ?, ?> provider,
            ClientDirectory clients,
            UserAuthenticator users,
            StateStore store,
            StrictJson json,
            InstantSource clock,
            Consumer<ErrorCode> refusals) {
        RandomIds random = new RandomIds();
        Pages pages = Pages.ofContext();
        BrowserCookie cookies =
                new BrowserCookie("mcp-oauth-browser", configuration.issuer().uri());
        PendingAuthorizations pending = new PendingAuthorizations(store, new PendingJson(json), random);
        LoginSessions sessions = new LoginSessions(store, json);
        AuthorizationFlow flow = new AuthorizationFlow(
                configuration.issuer(), configuration.consent(), pageUris, provider, pending, pages, refusals);
        PageRequests requests = new PageRequests(pending, sessions, clients, cookies);
        AuthorizationEndpoint authorize = new AuthorizationEndpoint(
                clients,
                new RedirectUris(configuration.clients().localhostAnyPort()),
                new AuthorizationRequestReader(configuration),
                new PushedRequests(configuration, store, json),
                cookies,
                sessions,
                flow,
                random,
                clock);
        LoginEndpoint login =
                new LoginEndpoint(requests, pending, users, new LoginTries(store), sessions, cookies, flow, random);
        ConsentEndpoint consent = new ConsentEndpoint(requests, pending, sessions, flow);
        return new AuthorizationEndpoints(
                page(authorize, pages, refusals), page(login, pages, refusals), page(consent, pages, refusals));
    }

    private static EndpointHandler page(EndpointHandler handler, Pages pages, Consumer<ErrorCode> refusals) {
        return new AllowedMethods(METHODS, new PageErrors(handler, pages, refusals));
    }
}
