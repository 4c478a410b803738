package org.mcpoauth.server.authorization.authorize;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.mcpoauth.api.error.ErrorCode;
import org.mcpoauth.api.provider.AuthorizationServerProvider;
import org.mcpoauth.api.provider.Client;
import org.mcpoauth.server.authorization.client.ClientDirectory;
import org.mcpoauth.server.authorization.client.RedirectUris;
import org.mcpoauth.server.authorization.client.RequestedClients;
import org.mcpoauth.server.authorization.client.VouchedClients;
import org.mcpoauth.server.authorization.device.Devices;
import org.mcpoauth.server.authorization.limit.ClientFailures;
import org.mcpoauth.server.authorization.limit.RequestLimits;
import org.mcpoauth.server.authorization.page.Pages;
import org.mcpoauth.server.authorization.upstream.UpstreamLogin;
import org.mcpoauth.spi.AuthorizationServerConfiguration;
import org.mcpoauth.spi.McpOAuthServices;
import org.mcpoauth.spi.endpoint.Endpoint;
import org.mcpoauth.spi.endpoint.EndpointHandler;
import org.mcpoauth.spi.endpoint.EndpointRequest;
import org.mcpoauth.spi.server.CallerUsers;
import org.mcpoauth.spi.server.ErrorRedirects;
import org.mcpoauth.spi.server.UpstreamProvider;
import org.mcpoauth.spi.server.UserAuthenticator;
import org.mcpoauth.spi.server.UserSource;
import org.mcpoauth.spi.support.codec.RandomIds;
import org.mcpoauth.spi.support.endpoint.AllowedMethods;
import org.mcpoauth.spi.support.endpoint.BrowserCookie;
import org.mcpoauth.spi.support.http.GuardedHttp;
import org.mcpoauth.spi.support.json.StrictJson;

/** The endpoints a browser sees. */
public final class AuthorizationEndpoints {
    private static final String BEFORE_LOGIN = "nobody is logged in";

    private final AuthorizationServerConfiguration configuration;
    private final PageUris uris;
    private final AuthorizationServerProvider<?, ?, ?> provider;
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
    private final WaitingPages waiting;
    private final UserLogin users;
    private final Refusals refused;
    private final AuthorizationFlow flow;

    /**
     * Puts the endpoints together.
     *
     * @param configuration the issuer and its rules
     * @param uris where the pages are
     * @param provider decides
     * @param clients finds clients
     * @param users where users come from
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
            GuardedHttp http,
            StrictJson json,
            McpOAuthServices services,
            RequestLimits limits,
            Consumer<ErrorCode> refusals) {
        this.configuration = configuration;
        this.uris = uris;
        this.provider = provider;
        this.clients = clients;
        this.http = http;
        this.json = json;
        this.services = services;
        this.limits = limits;
        this.refusals = refusals;
        cookies = new BrowserCookie("mcp-oauth-browser", configuration.issuer().uri());
        sessions = new LoginSessions(services.stateStore(), json, random);
        pending = pending(PendingAuthorizations.PAGES);
        waiting = new WaitingPages(pending, limits, pages);
        this.users = users.choose(this::formLogin, this::containerLogin, this::brokeredLogin);
        refused = new Refusals(configuration.issuer(), mayRedirectAtOnce(), pages, refusals);
        flow = new AuthorizationFlow(
                configuration.issuer(),
                configuration.consent(),
                this.users,
                uris.consent(),
                provider,
                pending,
                waiting,
                limits,
                refused);
    }

    /**
     * The authorization endpoint and the pages that follow it.
     *
     * @return the endpoints
     */
    public List<Endpoint> authorization() {
        PageRequests requests = new PageRequests(pending, users.owners(), clients, cookies);
        List<Endpoint> endpoints = new ArrayList<>();
        endpoints.add(endpoint(Page.withForm(uris.authorize(), authorize())));
        endpoints.add(endpoint(
                Page.withForm(uris.consent(), new ConsentEndpoint(requests, pending, sessions, users.owners(), flow))));
        users.pages(requests, flow).forEach(page -> endpoints.add(endpoint(page)));
        return endpoints;
    }

    /**
     * The page for the codes of devices.
     *
     * @param devices what devices wait for users
     * @return the endpoint
     */
    public Endpoint device(Devices devices) {
        return endpoint(Page.withForm(
                uris.device(),
                new DevicePage(
                        uris.device(),
                        provider,
                        clients,
                        devices,
                        users,
                        cookies,
                        services.stateStore(),
                        services.clock(),
                        pages)));
    }

    private Predicate<Client> mayRedirectAtOnce() {
        return configuration.clients().errorRedirects() == ErrorRedirects.ALWAYS
                ? client -> true
                : new VouchedClients(configuration);
    }

    private UserLogin formLogin(UserAuthenticator authenticator) {
        LoginTries tries = new LoginTries(services.stateStore(), services.clock(), limits.users());
        PasswordLogin passwords = new PasswordLogin(authenticator, tries);
        return new FormLogin(uris.login(), passwords, cookies, sessions, pending, waiting);
    }

    private UserLogin containerLogin(CallerUsers callers) {
        Owners owners = new CallerOwners(callers, cookies, sessions, services.clock());
        return new ContainerLogin(uris.login(), owners, cookies, pending, waiting);
    }

    private UserLogin brokeredLogin(UpstreamProvider issuer) {
        UpstreamLogin upstream = new UpstreamLogin(issuer, uris.upstreamCallback(), http, json, services);
        DeviceLogins logins = new DeviceLogins(services.stateStore(), json, random);
        return new BrokeredLogin(
                uris,
                upstream,
                new UpstreamDeviceLogin(uris.device(), upstream, limits, logins, cookies, sessions, pages),
                clients,
                cookies,
                sessions,
                pending,
                pending(PendingAuthorizations.UPSTREAM),
                waiting);
    }

    private EndpointHandler authorize() {
        EndpointHandler endpoint = new AuthorizationEndpoint(
                new RequestedClients(clients, new ClientFailures(limits)),
                new RedirectUris(configuration.clients().localhostAnyPort()),
                new AuthorizationRequestReader(configuration),
                new PushedRequests(configuration, services.stateStore(), json),
                cookies,
                users.owners(),
                flow,
                refused,
                services.clock());
        return request -> {
            count(request);
            return endpoint.handle(request);
        };
    }

    /**
     * A login of the container is two requests: the one that comes without a user and, after it, the one that comes with
     * one. Either kind has a count of its own, so that a login counts once.
     */
    private void count(EndpointRequest request) {
        if (users.isOfContainer() && request.caller() == null) {
            limits.authorization().require(request, BEFORE_LOGIN);
        } else {
            limits.authorization().require(request);
        }
    }

    private PendingAuthorizations pending(String namespace) {
        return new PendingAuthorizations(namespace, services.stateStore(), new PendingJson(json), random);
    }

    private Endpoint endpoint(Page page) {
        EndpointHandler handler = new PageErrors(page.handler(), pages, refusals);
        return new Endpoint(
                        page.uri().getRawPath(),
                        configuration.maxBodyBytes(),
                        new AllowedMethods(page.methods(), handler))
                .withContainerLogin(users.isOfContainer());
    }
}
