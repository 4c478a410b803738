package org.mcpoauth.server.authorization.authorize;

import java.time.InstantSource;
import java.util.List;
import java.util.function.Consumer;
import org.mcpoauth.api.error.ErrorCode;
import org.mcpoauth.api.provider.AuthorizationServerProvider;
import org.mcpoauth.server.authorization.client.ClientDirectory;
import org.mcpoauth.server.authorization.client.RedirectUris;
import org.mcpoauth.server.authorization.device.Devices;
import org.mcpoauth.server.authorization.limit.LimitedRequests;
import org.mcpoauth.server.authorization.limit.RequestLimits;
import org.mcpoauth.server.authorization.page.Pages;
import org.mcpoauth.server.authorization.page.Problem;
import org.mcpoauth.spi.AuthorizationServerConfiguration;
import org.mcpoauth.spi.endpoint.EndpointHandler;
import org.mcpoauth.spi.server.UserAuthenticator;
import org.mcpoauth.spi.store.StateStore;
import org.mcpoauth.spi.support.codec.RandomIds;
import org.mcpoauth.spi.support.endpoint.AllowedMethods;
import org.mcpoauth.spi.support.endpoint.BrowserCookie;
import org.mcpoauth.spi.support.endpoint.ResponseHeaders;
import org.mcpoauth.spi.support.json.StrictJson;

/**
 * The endpoints a browser sees.
 *
 * @param authorize the authorization endpoint
 * @param login the login page
 * @param consent the consent page
 * @param device the page for the codes of devices
 */
public record AuthorizationEndpoints(
        EndpointHandler authorize, EndpointHandler login, EndpointHandler consent, EndpointHandler device) {
    private static final List<String> METHODS = List.of("GET", "POST");

    /**
     * Puts the endpoints together.
     *
     * @param configuration the issuer and its rules
     * @param pageUris where the pages are
     * @param provider decides
     * @param clients finds clients
     * @param users knows the users
     * @param devices what devices wait for users
     * @param store keeps what waits for users
     * @param json writes that
     * @param clock tells how old a login is
     * @param limits how often addresses may ask and fail
     * @param refusals learns the error of each refusal
     * @return the endpoints
     */
    public static AuthorizationEndpoints of(
            AuthorizationServerConfiguration configuration,
            PageUris pageUris,
            AuthorizationServerProvider<?, ?, ?> provider,
            ClientDirectory clients,
            UserAuthenticator users,
            Devices devices,
            StateStore store,
            StrictJson json,
            InstantSource clock,
            RequestLimits limits,
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
        PasswordLogin passwords = new PasswordLogin(users, new LoginTries(store, limits.users()), sessions, random);
        LoginEndpoint login = new LoginEndpoint(requests, pending, passwords, cookies, flow);
        ConsentEndpoint consent = new ConsentEndpoint(requests, pending, sessions, flow);
        DevicePage device = new DevicePage(
                pageUris.device(), provider, clients, devices, passwords, sessions, cookies, store, pages, random);
        return new AuthorizationEndpoints(
                page(limited(authorize, limits, pages), pages, refusals),
                page(login, pages, refusals),
                page(consent, pages, refusals),
                page(device, pages, refusals));
    }

    private static EndpointHandler limited(EndpointHandler authorize, RequestLimits limits, Pages pages) {
        return new LimitedRequests(
                limits.authorization(),
                authorize,
                (request, wait) -> pages.in(null, request.headers())
                        .error(
                                429,
                                Problem.UNAVAILABLE,
                                new ResponseHeaders().set("Retry-After", Long.toString(wait.toSeconds() + 1))));
    }

    private static EndpointHandler page(EndpointHandler handler, Pages pages, Consumer<ErrorCode> refusals) {
        return new AllowedMethods(METHODS, new PageErrors(handler, pages, refusals));
    }
}
