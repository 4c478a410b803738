package org.mcpoauth.server.authorization.authorize;

import java.net.URI;
import java.util.Optional;
import org.mcpoauth.api.error.ErrorCode;
import org.mcpoauth.api.provider.RequestedAuthentication;
import org.mcpoauth.api.provider.ResourceOwner;
import org.mcpoauth.server.authorization.authorize.DeviceLogins.Departure;
import org.mcpoauth.server.authorization.limit.RequestLimits;
import org.mcpoauth.server.authorization.page.LocalizedPages;
import org.mcpoauth.server.authorization.page.Pages;
import org.mcpoauth.server.authorization.page.Problem;
import org.mcpoauth.server.authorization.page.UpstreamAccess;
import org.mcpoauth.server.authorization.upstream.UnknownPromptException;
import org.mcpoauth.server.authorization.upstream.UpstreamAttempt;
import org.mcpoauth.server.authorization.upstream.UpstreamFailure;
import org.mcpoauth.server.authorization.upstream.UpstreamLogin;
import org.mcpoauth.spi.endpoint.EndpointRequest;
import org.mcpoauth.spi.endpoint.EndpointResponse;
import org.mcpoauth.spi.support.endpoint.BrowserCookie;
import org.mcpoauth.spi.support.endpoint.Parameters;
import org.mcpoauth.spi.support.endpoint.ResponseHeaders;

/**
 * Users log in with another issuer before they enter a code. Nobody gets anything by that login: which client the code
 * belongs to is seen afterwards, and every user is asked about it then, whatever the issuer remembers (MCP security
 * best practices, "Confused Deputy Problem"). No browser goes there without a form that its user sent.
 */
final class UpstreamDeviceLogin implements DeviceLogin {
    private static final System.Logger LOG = System.getLogger("org.mcpoauth.server.authorization");

    private final URI page;
    private final UpstreamLogin upstream;
    private final RequestLimits limits;
    private final DeviceLogins logins;
    private final BrowserCookie cookies;
    private final LoginSessions sessions;
    private final Pages pages;

    UpstreamDeviceLogin(
            URI page,
            UpstreamLogin upstream,
            RequestLimits limits,
            DeviceLogins logins,
            BrowserCookie cookies,
            LoginSessions sessions,
            Pages pages) {
        this.page = page;
        this.upstream = upstream;
        this.limits = limits;
        this.logins = logins;
        this.cookies = cookies;
        this.sessions = sessions;
        this.pages = pages;
    }

    @Override
    public EndpointResponse ask(DeviceVisit visit, String code) {
        return page(visit, FormTokens.DEVICE_LOGIN, code);
    }

    @Override
    public EndpointResponse askSomebodyElse(DeviceVisit visit, String code) {
        sessions.end(visit.cookie());
        return page(visit, FormTokens.DEVICE_SWITCH, code);
    }

    private EndpointResponse page(DeviceVisit visit, String token, String code) {
        UpstreamAccess access = new UpstreamAccess(upstream.issuer(), upstream.scopes());
        return visit.pages().devices().upstream(visit.form(token, code), access, visit.headers());
    }

    @Override
    public EndpointResponse answer(DeviceVisit visit) {
        String code = visit.code("interaction");
        boolean isSwitching = visit.isGenuine(FormTokens.DEVICE_SWITCH, code);
        if (!isSwitching) {
            visit.requireGenuine(FormTokens.DEVICE_LOGIN, code);
        }
        limits.requireFewOfStrangers(visit.request());
        try {
            String state = logins.newState();
            URI location = upstream.authorizationUri(attempt(visit.cookie(), state, isSwitching));
            logins.add(visit.cookie(), state, new Departure(code, isSwitching));
            return AuthorizationFlow.redirect(true, location.toString(), visit.headers());
        } catch (UpstreamFailure e) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    () -> "MCPO4640 no user of a device can log in upstream: " + e.getMessage());
            return failed(visit.pages(), e.error());
        }
    }

    /** Goes on with a browser that comes back; empty if it did not leave from here with that state. */
    Optional<EndpointResponse> comeBack(EndpointRequest request, String cookie, String state, Parameters answer) {
        return logins.take(cookie, state)
                .map(left -> comeBack(request, attempt(cookie, state, left.isSwitching()), answer, left.code()));
    }

    private EndpointResponse comeBack(
            EndpointRequest request, UpstreamAttempt attempt, Parameters answer, String code) {
        LocalizedPages written = pages.in(null, request.headers());
        try {
            return judged(attempt, answer, code);
        } catch (UpstreamFailure e) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    () -> "MCPO4641 the user of a device did not log in upstream: " + e.getMessage());
            return failed(written, e.error());
        }
    }

    private EndpointResponse judged(UpstreamAttempt attempt, Parameters answer, String code) {
        try {
            ResourceOwner owner = upstream.user(attempt, answer);
            String cookie = sessions.begin(owner, attempt.cookie());
            ResponseHeaders headers = new ResponseHeaders().set("Set-Cookie", cookies.header(cookie));
            return DeviceVisit.open(page, code, headers);
        } catch (UnknownPromptException e) {
            return leaveAgain(attempt, code);
        }
    }

    /** The second attempt asks for no account, so that there is no third one. */
    private EndpointResponse leaveAgain(UpstreamAttempt attempt, String code) {
        String state = logins.newState();
        URI location = upstream.authorizationUri(attempt.second(state));
        logins.add(attempt.cookie(), state, new Departure(code, false));
        return AuthorizationFlow.redirect(false, location.toString(), new ResponseHeaders());
    }

    private static EndpointResponse failed(LocalizedPages written, ErrorCode error) {
        ResponseHeaders headers = new ResponseHeaders();
        if (error.equals(ErrorCode.ACCESS_DENIED)) {
            return written.error(403, Problem.NOT_LOGGED_IN, headers);
        }
        return error.equals(ErrorCode.TEMPORARILY_UNAVAILABLE)
                ? written.error(503, Problem.UNAVAILABLE, headers.set("Retry-After", "5"))
                : written.error(502, Problem.FAILED, headers);
    }

    private static UpstreamAttempt attempt(String cookie, String state, boolean isSwitching) {
        return new UpstreamAttempt(cookie, state, RequestedAuthentication.ANY, isSwitching, false);
    }
}
