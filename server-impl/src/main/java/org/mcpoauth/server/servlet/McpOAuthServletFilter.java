package org.mcpoauth.server.servlet;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.FilterConfig;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.api.error.StorageException;
import org.mcpoauth.server.resource.GuardedExchange;
import org.mcpoauth.server.resource.Handover;
import org.mcpoauth.spi.endpoint.Endpoint;
import org.mcpoauth.spi.endpoint.EndpointGroup;
import org.mcpoauth.spi.resource.EndpointDemands;
import org.mcpoauth.spi.resource.GuardDecision.Refused;
import org.mcpoauth.spi.resource.ProtectedResource;
import org.mcpoauth.spi.support.binding.ServletEndpoints;

/**
 * Serves endpoints, such as metadata and those of an authorization server, and guards the paths of
 * protected resources, whatever answers there: a servlet or Jakarta REST. In a container {@link
 * McpOAuthInitializer} registers it in front of everything else; it then takes all endpoint groups that
 * are CDI beans.
 *
 * <p>A request whose raw path is exactly that of an endpoint is answered. A request whose path might be
 * taken for one under a protected resource is judged by the guard: it is answered, or goes on with
 * {@code getUserPrincipal} and {@code isUserInRole} as the accepted token says and that token as the
 * request attribute {@value #TOKEN_ATTRIBUTE}. The path of a resource is that of its public URL; if a proxy
 * in front changes paths, {@value #PATHS} says where it lies here. An application that cannot answer under
 * the public path of a resource is guarded as a whole.
 *
 * <p>Jakarta REST methods are guarded by {@code org.mcpoauth.server.rest.McpOAuthFeature} too, from their
 * declared templates. Both guard more rather than less, so a path that one of them misses or an
 * application that lost one of them is still guarded by the other; a request is judged once.
 */
public final class McpOAuthServletFilter implements Filter {
    private static final System.Logger LOG = System.getLogger("org.mcpoauth.server.servlet");
    private static final String RETRY_AFTER_SECONDS = "10";
    private static final int MAX_WRAPPERS = 8;
    private static final String GUARDED = GuardedServletRequest.class.getName();

    /** The request attribute with the accepted {@link org.mcpoauth.api.token.VerifiedToken}. */
    public static final String TOKEN_ATTRIBUTE = "org.mcpoauth.token";

    /**
     * The parameter of the filter or the context that says where resources lie in this application if a
     * proxy in front changes paths: one or more raw paths with the context path, separated by blanks, each
     * perhaps followed by {@code =} and the URL of its resource.
     */
    public static final String PATHS = Deployment.PATHS;

    private final Supplier<ServedGroups> groups;
    private @Nullable Deployment deployment;
    private final Handover handover = new Handover();

    /** For the container: takes the groups that are CDI beans when the first request comes. */
    public McpOAuthServletFilter() {
        this.groups = new BeanGroups();
    }

    /**
     * For a container without CDI.
     *
     * @param groups protected resources, authorization servers and other groups
     */
    public McpOAuthServletFilter(EndpointGroup... groups) {
        ServedGroups served = new ServedGroups(List.of(groups));
        this.groups = () -> served;
    }

    @Override
    public void init(FilterConfig config) {
        deployment = Deployment.of(config);
    }

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        if (request instanceof HttpServletRequest httpRequest && response instanceof HttpServletResponse httpResponse) {
            serveAndFinish(httpRequest, httpResponse, chain);
        } else {
            chain.doFilter(request, response);
        }
    }

    /** After an asynchronous dispatch the container ends the answer itself, without a word to its context. */
    private void serveAndFinish(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        boolean comesAgain = request.getDispatcherType() == DispatcherType.ASYNC;
        if (comesAgain && request.getAttribute(GUARDED) instanceof GuardedServletRequest guarded) {
            guarded.response().comesAgain();
            goOn(guarded, () -> serve(request, response, chain));
        } else {
            serve(request, response, chain);
        }
    }

    private void serve(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        String path = path(request);
        Optional<Endpoint> endpoint = groups.get().endpoint(path);
        if (endpoint.isPresent()) {
            ServletEndpoints.answer(endpoint.get(), request, response);
            return;
        }
        List<ProtectedResource> resources = guarding(path);
        GuardedExchange known = GuardedExchange.from(request.getAttribute(GuardedExchange.PROPERTY));
        if (resources.size() > 1) {
            LOG.log(System.Logger.Level.DEBUG, "MCPO4603 refused: of several resources none is named by its path");
            response.setStatus(HttpServletResponse.SC_NOT_FOUND);
        } else if (known == null ? resources.isEmpty() : resources.stream().allMatch(known::isFor)) {
            chain.doFilter(request, response);
        } else {
            guardOrWithhold(resources.get(0), request, response, chain);
        }
    }

    private List<ProtectedResource> guarding(String path) {
        Deployment known = deployment;
        return known == null ? groups.get().guarding(path) : known.guarding(groups.get(), path);
    }

    /** An included resource has a path of its own, which the request does not show. */
    private static String path(HttpServletRequest request) {
        Object included = request.getAttribute(RequestDispatcher.INCLUDE_REQUEST_URI);
        boolean isIncluded = request.getDispatcherType() == DispatcherType.INCLUDE;
        return isIncluded && included instanceof String path ? path : request.getRequestURI();
    }

    /** An answer whose session cannot be bound or ended now is not given; the same call may come again. */
    private void guardOrWithhold(
            ProtectedResource resource, HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        try {
            guard(resource, request, response, chain);
        } catch (RuntimeException | ServletException e) {
            StorageException ofStore = ofStore(e);
            if (ofStore == null || response.isCommitted()) {
                throw e;
            }
            LOG.log(System.Logger.Level.ERROR, () -> "MCPO4602 answer withheld: " + ofStore.getMessage());
            response.resetBuffer();
            response.setStatus(HttpServletResponse.SC_SERVICE_UNAVAILABLE);
            response.setHeader("Retry-After", RETRY_AFTER_SECONDS);
        }
    }

    /** Container and frameworks wrap what the answer threw into what they may throw. */
    private static @Nullable StorageException ofStore(Throwable thrown) {
        Throwable cause = thrown;
        for (int depth = 0; depth < MAX_WRAPPERS && cause != null; depth++) {
            if (cause instanceof StorageException ofStore) {
                return ofStore;
            }
            cause = cause.getCause();
        }
        return null;
    }

    private void guard(
            ProtectedResource resource, HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        BufferedBody body = new BufferedBody(request);
        GuardedExchange exchange =
                GuardedExchange.judge(resource, ServletMessages.guarded(request, body), EndpointDemands.NONE, this);
        // a refusal is never cached
        boolean isRefused = exchange.decision() instanceof Refused;
        ServletEndpoints.addHeaders(exchange.addedHeaders(isRefused), response);
        if (exchange.decision() instanceof Refused refused) {
            if (request.getDispatcherType() == DispatcherType.INCLUDE) {
                // an included answer has no status; the one around it must not look complete
                throw new ServletException("a guarded path was included without permission");
            }
            ServletEndpoints.send(refused.response(), response);
            return;
        }
        byte[] changed = exchange.body();
        if (changed != null) {
            body.replace(changed);
        }
        request.setAttribute(GuardedExchange.PROPERTY, exchange);
        request.setAttribute(GuardedExchange.TOKEN_PROPERTY, exchange.token());
        handover.enter(exchange);
        GuardedServletResponse guardedResponse = new GuardedServletResponse(response, exchange);
        GuardedServletRequest guardedRequest = new GuardedServletRequest(request, exchange, body, guardedResponse);
        request.setAttribute(GUARDED, guardedRequest);
        goOn(guardedRequest, () -> {
            chain.doFilter(guardedRequest, guardedResponse);
            if (!guardedRequest.wentAsync()) {
                guardedResponse.completed();
            }
        });
    }

    /** What follows in the chain. */
    private interface Step {
        void run() throws IOException, ServletException;
    }

    /**
     * Sends what is held back of an answer, and gives it back to the container, unless it goes on without this
     * thread. Only what this thread has seen decides: the request may come again on another before it leaves.
     */
    private static void goOn(GuardedServletRequest request, Step step) throws IOException, ServletException {
        int before = request.asyncStarts();
        try {
            step.run();
            if (request.asyncStarts() == before) {
                request.response().finish();
            }
        } finally {
            if (request.asyncStarts() == before) {
                request.response().release();
            }
        }
    }
}
