package org.mcpoauth.server.authorization.authorize;

import java.util.List;
import java.util.Optional;
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
import org.mcpoauth.server.authorization.upstream.UpstreamLogin;
import org.mcpoauth.spi.AuthorizationServerConfiguration;
import org.mcpoauth.spi.McpOAuthServices;
import org.mcpoauth.spi.endpoint.EndpointHandler;
import org.mcpoauth.spi.server.CallerUsers;
import org.mcpoauth.spi.server.UpstreamProvider;
import org.mcpoauth.spi.server.UserAuthenticator;
import org.mcpoauth.spi.server.UserSource;
import org.mcpoauth.spi.support.codec.RandomIds;
import org.mcpoauth.spi.support.endpoint.AllowedMethods;
import org.mcpoauth.spi.support.endpoint.BrowserCookie;
import org.mcpoauth.spi.support.endpoint.ResponseHeaders;
import org.mcpoauth.spi.support.http.GuardedHttp;
import org.mcpoauth.spi.support.json.StrictJson;

/** The endpoints a browser sees. */
public final class AuthorizationEndpoints {
    private static final List<String> METHODS = List.of("GET", "POST");

    private final PageUris uris;
    private final AuthorizationServerProvider<?, ?, ?> provider;
    private final UserSource users;
    private final Devices devices;
    private final ClientDirectory clients;
    private final GuardedHttp http;
    private final StrictJson json;
    private final McpOAuthServices services;
    private final RequestLimits limits;
    private final Consumer<ErrorCode> refusals;
    private final RandomIds random = new RandomIds();
    private final Pages pages = Pages.ofContext();
    private final BrowserCookie cookies;
    private final LoginSessions sessions;
    private final PendingAuthorizations pending;
    private final AuthorizationFlow flow;
    private final Owners owners;
    private final PageRequests requests;
    private final EndpointHandler authorize;

    /**
     * Puts the endpoints together.
     *
     * @param configuration the issuer and its rules
     * @param uris where the pages are
     * @param provider decides
     * @param clients finds clients
     * @param users where users come from
     * @param devices what devices wait for users
     * @param http calls their issuer
     * @param json writes what waits for users
     * @param services what to work with
     * @param limits how often addresses may ask and fail
     * @param refusals learns the error of each refusal
     */
    public AuthorizationEndpoints(
            AuthorizationServerConfiguration configuration,
            PageUris uris,
            AuthorizationServerProvider<?, ?, ?> provider,
            ClientDirectory clients,
            UserSource users,
            Devices devices,
            GuardedHttp http,
            StrictJson json,
            McpOAuthServices services,
            RequestLimits limits,
            Consumer<ErrorCode> refusals) {
        this.uris = uris;
        this.provider = provider;
        this.users = users;
        this.devices = devices;
        this.clients = clients;
        this.http = http;
        this.json = json;
        this.services = services;
        this.limits = limits;
        this.refusals = refusals;
        cookies = new BrowserCookie("mcp-oauth-browser", configuration.issuer().uri());
        sessions = new LoginSessions(services.stateStore(), json);
        pending = pending(PendingAuthorizations.PAGES);
        flow = new AuthorizationFlow(
                configuration.issuer(), configuration.consent(), users, uris, provider, pending, pages, refusals);
        owners = users instanceof CallerUsers callers
                ? new CallerOwners(callers, cookies, sessions, random, services.clock())
                : new SessionOwners(cookies, sessions, random);
        requests = new PageRequests(pending, owners, clients, cookies);
        authorize = new AuthorizationEndpoint(
                clients,
                new RedirectUris(configuration.clients().localhostAnyPort()),
                new AuthorizationRequestReader(configuration),
                new PushedRequests(configuration, services.stateStore(), json),
                cookies,
                owners,
                flow,
                services.clock());
    }

    /**
     * The authorization endpoint.
     *
     * @return the handler
     */
    public EndpointHandler authorize() {
        return page(METHODS, limited());
    }

    /**
     * The consent page.
     *
     * @return the handler
     */
    public EndpointHandler consent() {
        return page(METHODS, new ConsentEndpoint(requests, pending, sessions, owners, flow));
    }

    /**
     * The login page.
     *
     * @return the handler, empty when users log in elsewhere
     */
    public Optional<EndpointHandler> login() {
        return passwords()
                .map(passwords -> page(METHODS, new LoginEndpoint(requests, pending, passwords, cookies, flow)));
    }

    /**
     * The page for the codes of devices.
     *
     * @return the handler, empty when users log in elsewhere
     */
    public Optional<EndpointHandler> device() {
        return passwords()
                .map(passwords -> page(
                        METHODS,
                        new DevicePage(
                                uris.device(),
                                provider,
                                clients,
                                devices,
                                passwords,
                                sessions,
                                cookies,
                                services.stateStore(),
                                pages,
                                random)));
    }

    private Optional<PasswordLogin> passwords() {
        return users instanceof UserAuthenticator passwords
                ? Optional.of(new PasswordLogin(
                        passwords, new LoginTries(services.stateStore(), limits.users()), sessions, random))
                : Optional.empty();
    }

    /**
     * The pages around a login upstream.
     *
     * @return the page before and the callback after it, empty when users do not log in upstream
     */
    public Optional<Upstream> upstream() {
        return users instanceof UpstreamProvider provider ? Optional.of(upstream(provider)) : Optional.empty();
    }

    /**
     * The pages around a login upstream.
     *
     * @param page the page before
     * @param callback where the browser comes back to
     */
    public record Upstream(EndpointHandler page, EndpointHandler callback) {}

    private Upstream upstream(UpstreamProvider provider) {
        UpstreamLogin login = new UpstreamLogin(provider, uris.upstreamCallback(), http, json, services);
        PendingAuthorizations states = pending(PendingAuthorizations.UPSTREAM);
        return new Upstream(
                page(METHODS, new UpstreamEndpoint(requests, pending, states, login, flow)),
                page(List.of("GET"), new UpstreamCallback(states, clients, login, sessions, cookies, flow, random)));
    }

    private EndpointHandler limited() {
        return new LimitedRequests(
                limits.authorization(),
                authorize,
                (request, wait) -> pages.in(null, request.headers())
                        .error(
                                429,
                                Problem.UNAVAILABLE,
                                new ResponseHeaders().set("Retry-After", Long.toString(wait.toSeconds() + 1))));
    }

    private PendingAuthorizations pending(String namespace) {
        return new PendingAuthorizations(namespace, services.stateStore(), new PendingJson(json), random);
    }

    private EndpointHandler page(List<String> methods, EndpointHandler handler) {
        return new AllowedMethods(methods, new PageErrors(handler, pages, refusals));
    }
}
