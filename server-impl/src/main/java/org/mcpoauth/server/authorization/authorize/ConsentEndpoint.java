package org.mcpoauth.server.authorization.authorize;

import java.util.Optional;
import java.util.Set;
import org.mcpoauth.api.Scopes;
import org.mcpoauth.api.error.ErrorCode;
import org.mcpoauth.api.provider.Interaction;
import org.mcpoauth.api.provider.ResourceOwner;
import org.mcpoauth.server.authorization.authorize.LoginSessions.Session;
import org.mcpoauth.server.authorization.page.Problem;
import org.mcpoauth.spi.endpoint.EndpointHandler;
import org.mcpoauth.spi.endpoint.EndpointRequest;
import org.mcpoauth.spi.endpoint.EndpointResponse;

/** The consent page. A decision ends the pending request first, so that it counts once. */
final class ConsentEndpoint implements EndpointHandler {
    private static final Set<String> DECISIONS = Set.of("approve", "deny", "switch");

    private final PageRequests requests;
    private final PendingAuthorizations pending;
    private final LoginSessions sessions;
    private final Owners owners;
    private final AuthorizationFlow flow;

    ConsentEndpoint(
            PageRequests requests,
            PendingAuthorizations pending,
            LoginSessions sessions,
            Owners owners,
            AuthorizationFlow flow) {
        this.requests = requests;
        this.pending = pending;
        this.sessions = sessions;
        this.owners = owners;
        this.flow = flow;
    }

    @Override
    public EndpointResponse handle(EndpointRequest request) {
        PageRequest page = requests.read(request, FormTokens.CONSENT);
        if (page.newer() != null) {
            return flow.resume(page, page.newer());
        }
        ResourceOwner owner =
                owners.session(request, page.cookie()).map(Session::owner).orElseThrow(PageRequests::outOfDate);
        Scopes asked = Optional.ofNullable(page.stored().pending().asked()).orElseThrow(PageRequests::outOfDate);
        Visit visit = page.visit(page.cookie(), owner);
        return page.isForm() ? decide(page, visit, asked) : flow.consentPage(visit, page.stored(), owner, asked);
    }

    private EndpointResponse decide(PageRequest page, Visit visit, Scopes asked) {
        String decision = page.parameters().find("decision").orElse("");
        if (!DECISIONS.contains(decision)) {
            throw new PageException(Problem.MALFORMED);
        }
        if (!pending.end(page.stored())) {
            throw PageRequests.outOfDate();
        }
        return switch (decision) {
            case "approve" -> {
                boolean remember = page.parameters().has("remember");
                yield flow.proceed(visit, new Interaction(visit.owner(), asked, false, remember));
            }
            case "switch" -> {
                sessions.end(page.cookie());
                yield flow.asSomebodyElse(visit);
            }
            default -> flow.refuse(visit, ErrorCode.ACCESS_DENIED, "the user did not agree");
        };
    }
}
