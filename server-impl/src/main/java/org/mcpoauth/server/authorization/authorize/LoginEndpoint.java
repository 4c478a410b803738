package org.mcpoauth.server.authorization.authorize;

import org.mcpoauth.api.error.ErrorCode;
import org.mcpoauth.api.provider.ResourceOwner;
import org.mcpoauth.spi.endpoint.EndpointHandler;
import org.mcpoauth.spi.endpoint.EndpointRequest;
import org.mcpoauth.spi.endpoint.EndpointResponse;
import org.mcpoauth.spi.support.endpoint.BrowserCookie;

/** The login page. After five wrong passwords the request is over and the client told. */
final class LoginEndpoint implements EndpointHandler {
    private static final int MAX_TRIES = 5;

    private final PageRequests requests;
    private final PendingAuthorizations pending;
    private final PasswordLogin passwords;
    private final BrowserCookie cookies;
    private final LoginSessions sessions;
    private final FormLogin login;
    private final AuthorizationFlow flow;

    LoginEndpoint(
            PageRequests requests,
            PendingAuthorizations pending,
            PasswordLogin passwords,
            BrowserCookie cookies,
            LoginSessions sessions,
            FormLogin login,
            AuthorizationFlow flow) {
        this.requests = requests;
        this.pending = pending;
        this.passwords = passwords;
        this.cookies = cookies;
        this.sessions = sessions;
        this.login = login;
        this.flow = flow;
    }

    @Override
    public EndpointResponse handle(EndpointRequest request) {
        PageRequest page = requests.read(request, FormTokens.LOGIN);
        if (page.newer() != null) {
            return flow.resume(page, page.newer());
        }
        return page.isForm() ? login(page, request) : login.page(page.visit(page.cookie(), null), page.stored());
    }

    private EndpointResponse login(PageRequest page, EndpointRequest request) {
        StoredPending counted = pending.replace(
                        page.stored(), page.stored().pending().triedAgain())
                .orElseThrow(PageRequests::outOfDate);
        PasswordLogin.Outcome outcome = passwords.check(page.parameters(), request);
        return outcome.owner() == null ? refused(page, counted, outcome) : succeeded(page, counted, outcome.owner());
    }

    private EndpointResponse succeeded(PageRequest page, StoredPending stored, ResourceOwner owner) {
        if (!pending.end(stored)) {
            throw PageRequests.outOfDate();
        }
        String cookie = sessions.begin(owner, page.cookie());
        Visit visit = page.visit(cookie, owner);
        visit.headers().set("Set-Cookie", cookies.header(cookie));
        return flow.proceed(visit);
    }

    private EndpointResponse refused(PageRequest page, StoredPending counted, PasswordLogin.Outcome outcome) {
        Visit visit = page.visit(page.cookie(), null);
        if (counted.pending().tries() >= MAX_TRIES) {
            pending.end(counted);
            return flow.refuse(visit, ErrorCode.ACCESS_DENIED, "the user did not log in");
        }
        outcome.addTo(visit.headers());
        return login.page(visit, counted, outcome.message(), outcome.username());
    }
}
