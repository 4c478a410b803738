package org.mcpoauth.server.authorization.authorize;

import java.net.URI;
import java.util.Optional;
import org.mcpoauth.api.Scopes;
import org.mcpoauth.api.error.ErrorCode;
import org.mcpoauth.server.authorization.page.Problem;
import org.mcpoauth.server.authorization.upstream.UpstreamFailure;
import org.mcpoauth.server.authorization.upstream.UpstreamLogin;
import org.mcpoauth.spi.endpoint.EndpointHandler;
import org.mcpoauth.spi.endpoint.EndpointRequest;
import org.mcpoauth.spi.endpoint.EndpointResponse;

/**
 * The consent page before a login upstream. Whatever the upstream server remembers of this one, no browser gets there
 * for a client that the user has not just agreed to; and only then there is a state (MCP security best practices,
 * "Confused Deputy Problem").
 */
final class UpstreamEndpoint implements EndpointHandler {
    private static final System.Logger LOG = System.getLogger("org.mcpoauth.server.authorization");

    private final PageRequests requests;
    private final PendingAuthorizations pending;
    private final PendingAuthorizations states;
    private final UpstreamLogin upstream;
    private final BrokeredLogin login;
    private final AuthorizationFlow flow;

    UpstreamEndpoint(
            PageRequests requests,
            PendingAuthorizations pending,
            PendingAuthorizations states,
            UpstreamLogin upstream,
            BrokeredLogin login,
            AuthorizationFlow flow) {
        this.requests = requests;
        this.pending = pending;
        this.states = states;
        this.upstream = upstream;
        this.login = login;
        this.flow = flow;
    }

    @Override
    public EndpointResponse handle(EndpointRequest request) {
        PageRequest page = requests.read(request, FormTokens.UPSTREAM);
        if (page.newer() != null) {
            return flow.resume(page, page.newer());
        }
        Scopes asked = Optional.ofNullable(page.stored().pending().asked()).orElseThrow(PageRequests::outOfDate);
        Visit visit = page.visit(page.cookie(), null);
        return page.isForm() ? decide(page, visit) : login.page(visit, page.stored(), asked);
    }

    private EndpointResponse decide(PageRequest page, Visit visit) {
        String decision = page.parameters().find("decision").orElse("");
        boolean isApproved = decision.equals("approve");
        if (!isApproved && !decision.equals("deny")) {
            throw new PageException(Problem.MALFORMED);
        }
        if (!pending.end(page.stored())) {
            throw PageRequests.outOfDate();
        }
        return isApproved ? leave(page, visit) : flow.refuse(visit, ErrorCode.ACCESS_DENIED, "the user did not agree");
    }

    private EndpointResponse leave(PageRequest page, Visit visit) {
        String state = states.add(page.stored().pending()).id();
        try {
            URI location = upstream.authorizationUri(visit.upstreamAttempt(state));
            return AuthorizationFlow.redirect(true, location.toString(), visit.headers());
        } catch (UpstreamFailure e) {
            LOG.log(System.Logger.Level.WARNING, () -> "MCPO4582 nobody can log in upstream: " + e.getMessage());
            return flow.refuse(visit, e.error(), null);
        }
    }
}
