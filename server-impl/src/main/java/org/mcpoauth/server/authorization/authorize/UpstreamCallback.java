package org.mcpoauth.server.authorization.authorize;

import java.net.URI;
import java.util.Optional;
import org.mcpoauth.api.provider.Client;
import org.mcpoauth.api.provider.Interaction;
import org.mcpoauth.api.provider.ResourceOwner;
import org.mcpoauth.server.authorization.client.ClientDirectory;
import org.mcpoauth.server.authorization.page.Problem;
import org.mcpoauth.server.authorization.upstream.UnknownPromptException;
import org.mcpoauth.server.authorization.upstream.UpstreamAttempt;
import org.mcpoauth.server.authorization.upstream.UpstreamFailure;
import org.mcpoauth.server.authorization.upstream.UpstreamLogin;
import org.mcpoauth.spi.endpoint.EndpointHandler;
import org.mcpoauth.spi.endpoint.EndpointRequest;
import org.mcpoauth.spi.endpoint.EndpointResponse;
import org.mcpoauth.spi.support.codec.MalformedException;
import org.mcpoauth.spi.support.codec.Sha256;
import org.mcpoauth.spi.support.endpoint.BrowserCookie;
import org.mcpoauth.spi.support.endpoint.Parameters;
import org.mcpoauth.spi.support.endpoint.ResponseHeaders;

/**
 * Where the upstream server sends the browser back to. The state is of this browser, ten minutes old at most, and used
 * once, whatever comes of it (RFC 9700, section 4.7). What fails afterwards is told to the client in words of this
 * server.
 */
final class UpstreamCallback implements EndpointHandler {
    private static final System.Logger LOG = System.getLogger("org.mcpoauth.server.authorization");

    private final PendingAuthorizations states;
    private final ClientDirectory clients;
    private final UpstreamLogin upstream;
    private final UpstreamDeviceLogin ofDevices;
    private final BrowserCookie cookies;
    private final LoginSessions sessions;
    private final AuthorizationFlow flow;

    UpstreamCallback(
            PendingAuthorizations states,
            ClientDirectory clients,
            UpstreamLogin upstream,
            UpstreamDeviceLogin ofDevices,
            BrowserCookie cookies,
            LoginSessions sessions,
            AuthorizationFlow flow) {
        this.states = states;
        this.clients = clients;
        this.upstream = upstream;
        this.ofDevices = ofDevices;
        this.cookies = cookies;
        this.sessions = sessions;
        this.flow = flow;
    }

    @Override
    public EndpointResponse handle(EndpointRequest request) {
        Parameters answer = answer(request);
        String cookie = cookies.read(request.headers()).orElseThrow(PageRequests::outOfDate);
        String state = answer.find("state").orElseThrow(PageRequests::outOfDate);
        return states.find(state)
                .filter(found -> found.pending().browser().equals(Sha256.base64Url(cookie)))
                .map(found -> comeBack(request, cookie, answer, found))
                .or(() -> ofDevices.comeBack(request, cookie, state, answer))
                .orElseThrow(PageRequests::outOfDate);
    }

    private EndpointResponse comeBack(EndpointRequest request, String cookie, Parameters answer, StoredPending stored) {
        if (!states.end(stored)) {
            throw PageRequests.outOfDate();
        }
        Client client =
                clients.find(stored.pending().clientId()).orElseThrow(() -> new PageException(Problem.UNKNOWN_CLIENT));
        return proceed(new PageRequest(stored, null, client, cookie, answer, false, request), cookie);
    }

    private EndpointResponse proceed(PageRequest page, String cookie) {
        try {
            return judged(page, cookie);
        } catch (UpstreamFailure e) {
            LOG.log(System.Logger.Level.WARNING, () -> "MCPO4583 a login upstream failed: " + e.getMessage());
            return flow.refuse(page.visit(cookie, null), e.error(), null);
        }
    }

    private EndpointResponse judged(PageRequest page, String cookie) {
        UpstreamAttempt attempt = attempt(page, cookie);
        try {
            return succeeded(page, upstream.user(attempt, page.parameters()));
        } catch (UnknownPromptException e) {
            return leaveAgain(page, attempt);
        }
    }

    private static UpstreamAttempt attempt(PageRequest page, String cookie) {
        String state = page.stored().id();
        UpstreamAttempt first = page.visit(cookie, null).upstreamAttempt(state);
        return page.stored().pending().tries() == 0 ? first : first.second(state);
    }

    /** The user has agreed to the client before the first attempt, which has just ended. */
    private EndpointResponse leaveAgain(PageRequest page, UpstreamAttempt attempt) {
        String state = states.add(page.stored().pending().triedAgain()).id();
        URI location = upstream.authorizationUri(attempt.second(state));
        return AuthorizationFlow.redirect(false, location.toString(), new ResponseHeaders());
    }

    private EndpointResponse succeeded(PageRequest page, ResourceOwner owner) {
        String cookie = sessions.begin(owner, page.cookie());
        Visit visit = page.visit(cookie, owner);
        visit.headers().set("Set-Cookie", cookies.header(cookie));
        return flow.proceed(
                visit, new Interaction(owner, page.stored().pending().asked()));
    }

    private static Parameters answer(EndpointRequest request) {
        try {
            Parameters answer =
                    Parameters.parse(Optional.ofNullable(request.rawQuery()).orElse(""));
            if (!answer.isAnyRepeated()) {
                return answer;
            }
        } catch (MalformedException e) {
            throw new PageException(Problem.MALFORMED);
        }
        throw new PageException(Problem.MALFORMED);
    }
}
