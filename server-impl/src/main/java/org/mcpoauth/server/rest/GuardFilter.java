package org.mcpoauth.server.rest;

import jakarta.annotation.Priority;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.WriterInterceptor;
import jakarta.ws.rs.ext.WriterInterceptorContext;
import java.io.ByteArrayInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.Reader;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.api.error.McpOAuthException;
import org.mcpoauth.api.error.RejectionReason;
import org.mcpoauth.api.token.VerifiedToken;
import org.mcpoauth.server.resource.GuardedExchange;
import org.mcpoauth.spi.endpoint.EndpointResponse;
import org.mcpoauth.spi.resource.AnswerBody;
import org.mcpoauth.spi.resource.AnswerOutput;
import org.mcpoauth.spi.resource.EndpointDemands;
import org.mcpoauth.spi.resource.GuardDecision.Refused;
import org.mcpoauth.spi.resource.ProtectedResource;
import org.mcpoauth.spi.support.binding.RestEndpoints;

/**
 * Has the guard judge requests to one resource method, and lets it look at the answer before it is sent.
 * It carries messages in and out only; every rule but that of roles is the guard's.
 */
@Priority(Priorities.AUTHENTICATION)
class GuardFilter implements ContainerRequestFilter, ContainerResponseFilter, WriterInterceptor {
    /** Where it stands among others; nearest to what the application writes, before that is encoded. */
    static final Map<Class<?>, Integer> CONTRACTS = Map.of(
            ContainerRequestFilter.class, Priorities.AUTHENTICATION,
            ContainerResponseFilter.class, Priorities.AUTHENTICATION,
            WriterInterceptor.class, Integer.MAX_VALUE);

    private static final System.Logger LOG = System.getLogger("org.mcpoauth.server.rest");
    private static final String SESSION = "Mcp-Session-Id";
    private static final int RETRY_AFTER_SECONDS = 10;
    private static final String CONTENT_LENGTH = "Content-Length";

    private final GuardedMethods methods;
    private final @Nullable PathTemplate template;
    private final RoleRules roles;
    private final EndpointDemands demands;
    private final boolean isWithheld;

    GuardFilter(
            GuardedMethods methods,
            @Nullable PathTemplate template,
            RoleRules roles,
            EndpointDemands annotated,
            boolean isWithheld) {
        this.isWithheld = isWithheld;
        this.methods = methods;
        this.template = template;
        this.roles = roles;
        this.demands = annotated.withTokenNeeded(!roles.isOpen());
    }

    /** The same where the runtime made the feature, so that both may be registered on one method. */
    @Priority(Priorities.AUTHENTICATION)
    static final class OfRuntime extends GuardFilter {
        OfRuntime(
                GuardedMethods methods,
                @Nullable PathTemplate template,
                RoleRules roles,
                EndpointDemands annotated,
                boolean isWithheld) {
            super(methods, template, roles, annotated, isWithheld);
        }
    }

    @Override
    public void filter(ContainerRequestContext request) {
        GuardedExchange known = GuardedExchange.from(request.getProperty(GuardedExchange.PROPERTY));
        List<ProtectedResource> resources = methods.guarding(template, request, known);
        if (resources.size() > 1) {
            LOG.log(System.Logger.Level.DEBUG, "MCPO4206 refused: of several resources none is named by its path");
            request.abortWith(Response.status(Response.Status.NOT_FOUND).build());
        } else if (known != null && resources.stream().allMatch(known::isFor)) {
            enterAgain(request, known);
        } else if (!resources.isEmpty()) {
            enter(request, judged(request, resources.get(0)));
        }
    }

    /** What the runtime or the application writes, whenever it does. */
    @Override
    public void aroundWriteTo(WriterInterceptorContext answer) throws IOException {
        GuardedExchange exchange = GuardedExchange.from(answer.getProperty(GuardedExchange.PROPERTY));
        AnswerBody body = exchange == null || !exchange.isOwnedBy(this) ? null : exchange.answerBody();
        if (body == null || answer.getOutputStream() instanceof AnswerOutput) {
            answer.proceed();
            return;
        }
        Closeable sink = sink(answer.getEntity());
        OutputStream target = answer.getOutputStream();
        AnswerOutput output = body.over(target, () -> name(answer.getMediaType()), sink == null ? target : sink);
        answer.getHeaders().remove(CONTENT_LENGTH);
        answer.setOutputStream(output);
        try {
            answer.proceed();
            output.finish();
        } finally {
            if (sink == null) {
                output.release();
            }
        }
    }

    /** What events are written to later, piece by piece, by way of the same output; it is closed, not the output. */
    private static @Nullable Closeable sink(@Nullable Object entity) {
        boolean isRead = entity instanceof InputStream || entity instanceof Reader;
        return !isRead && entity instanceof Closeable sink ? sink : null;
    }

    /**
     * RESTEasy writes the events of a sink past all interceptors, to the stream of a response that has no
     * entity, and shows the sink to nobody who could close it.
     */
    private static void lookAtEvents(GuardedExchange exchange, ContainerResponseContext response) {
        AnswerBody body = exchange.answerBody();
        if (body != null && !response.hasEntity() && isEventStream(response.getMediaType())) {
            AnswerOutput events = body.over(response.getEntityStream(), () -> MediaType.SERVER_SENT_EVENTS, null);
            response.setEntityStream(new SinkOutput(events));
        }
    }

    private static boolean isEventStream(@Nullable MediaType type) {
        return type != null && MediaType.SERVER_SENT_EVENTS_TYPE.isCompatible(type);
    }

    @Override
    public void filter(ContainerRequestContext request, ContainerResponseContext response) {
        GuardedExchange exchange = GuardedExchange.from(request.getProperty(GuardedExchange.PROPERTY));
        if (exchange == null || !exchange.isOwnedBy(this)) {
            return;
        }
        lookAtEvents(exchange, response);
        try {
            exchange.afterCall(response.getStatus(), RestEndpoints.headers(response.getStringHeaders()));
        } catch (McpOAuthException e) {
            LOG.log(System.Logger.Level.ERROR, () -> "MCPO4201 answer withheld: " + e.getMessage());
            response.getHeaders().remove(SESSION);
            response.setEntity(null);
            response.setStatusInfo(Response.Status.SERVICE_UNAVAILABLE);
            response.getHeaders().putSingle("Retry-After", RETRY_AFTER_SECONDS);
        }
        exchange.addedHeaders(response.getHeaders().containsKey(GuardedExchange.CACHING))
                .map()
                .forEach((name, values) ->
                        values.forEach(value -> response.getHeaders().add(name, value)));
    }

    /** Without parameters; to write those takes the runtime a while. */
    private static @Nullable String name(@Nullable MediaType type) {
        return type == null ? null : type.getType() + "/" + type.getSubtype();
    }

    private GuardedExchange judged(ContainerRequestContext request, ProtectedResource resource) {
        GuardedExchange exchange =
                GuardedExchange.judge(resource, RestMessages.guarded(request), demands(request), this);
        request.setProperty(GuardedExchange.PROPERTY, exchange);
        return exchange;
    }

    /** A method of a sub-resource has the demands of what located it too. */
    private EndpointDemands demands(ContainerRequestContext request) {
        return demands.plus(methods.located(request));
    }

    /** Another binding has judged the request without knowing which method it is for. */
    private void enterAgain(ContainerRequestContext request, GuardedExchange exchange) {
        EndpointResponse refusal = exchange.decision() instanceof Refused ? null : exchange.refusal(demands(request));
        if (refusal == null) {
            enter(request, exchange);
        } else {
            request.abortWith(RestEndpoints.response(refusal));
        }
    }

    private void enter(ContainerRequestContext request, GuardedExchange exchange) {
        if (exchange.decision() instanceof Refused refused) {
            request.abortWith(RestEndpoints.response(refused.response()));
            return;
        }
        if (isWithheld) {
            LOG.log(System.Logger.Level.ERROR, "MCPO4207 not called: streams of RESTEasy's own form are not protected");
            request.abortWith(Response.serverError().build());
            return;
        }
        byte[] body = exchange.isOwnedBy(this) ? exchange.body() : null;
        if (body != null) {
            request.setEntityStream(new ByteArrayInputStream(body));
        }
        exchange.hiddenHeaders().forEach(request.getHeaders()::remove);
        methods.handover().enter(exchange);
        VerifiedToken token = exchange.token();
        if (token != null) {
            request.setProperty(GuardedExchange.TOKEN_PROPERTY, token);
            request.setSecurityContext(new TokenSecurityContext(
                    token, exchange.caller(token), request.getSecurityContext().isSecure()));
        }
        if (token == null ? !roles.isOpen() : !roles.permit(token.roles())) {
            LOG.log(
                    System.Logger.Level.DEBUG,
                    () -> "MCPO4205 " + request.getMethod() + " refused with 403: " + RejectionReason.ROLE);
            exchange.refuse(RejectionReason.ROLE);
            request.abortWith(forbidden());
        }
    }

    /** No scope would help against a missing role, so there is no challenge. */
    private static Response forbidden() {
        return Response.status(Response.Status.FORBIDDEN)
                .type(MediaType.APPLICATION_JSON_TYPE)
                .header("Cache-Control", "no-store")
                .entity("{\"error\":\"access_denied\"}")
                .build();
    }
}
