package org.mcpoauth.server.authorization.authorize;

import java.util.Optional;
import org.mcpoauth.api.Secret;
import org.mcpoauth.api.error.ErrorCode;
import org.mcpoauth.api.provider.ResourceOwner;
import org.mcpoauth.server.authorization.page.LocalizedPages.LoginMessage;
import org.mcpoauth.spi.endpoint.EndpointHandler;
import org.mcpoauth.spi.endpoint.EndpointRequest;
import org.mcpoauth.spi.endpoint.EndpointResponse;
import org.mcpoauth.spi.server.UserAuthenticator;
import org.mcpoauth.spi.support.codec.RandomIds;
import org.mcpoauth.spi.support.endpoint.BrowserCookie;
import org.mcpoauth.spi.support.endpoint.Parameters;

/**
 * The login page. After five wrong passwords the request is over and the client told; a user name has a
 * limit of its own over all requests. A successful login changes the cookie, so that one that somebody
 * planted before is worth nothing.
 */
final class LoginEndpoint implements EndpointHandler {
    private static final int MAX_TRIES = 5;
    private static final int MAX_USERNAME = 256;
    private static final int MAX_PASSWORD = 1024;

    private final PageRequests requests;
    private final PendingAuthorizations pending;
    private final UserAuthenticator users;
    private final LoginTries tries;
    private final LoginSessions sessions;
    private final BrowserCookie cookies;
    private final AuthorizationFlow flow;
    private final RandomIds random;

    LoginEndpoint(
            PageRequests requests,
            PendingAuthorizations pending,
            UserAuthenticator users,
            LoginTries tries,
            LoginSessions sessions,
            BrowserCookie cookies,
            AuthorizationFlow flow,
            RandomIds random) {
        this.requests = requests;
        this.pending = pending;
        this.users = users;
        this.tries = tries;
        this.sessions = sessions;
        this.cookies = cookies;
        this.flow = flow;
        this.random = random;
    }

    @Override
    public EndpointResponse handle(EndpointRequest request) {
        PageRequest page = requests.read(request, FormTokens.LOGIN);
        if (page.newer() != null) {
            return flow.resume(page, page.newer());
        }
        return page.isForm()
                ? login(page)
                : flow.loginPage(200, page.visit(page.cookie(), null), page.stored(), LoginMessage.NONE);
    }

    private EndpointResponse login(PageRequest page) {
        Optional<String> username = limited(page.parameters(), "username", MAX_USERNAME);
        Optional<String> password = limited(page.parameters(), "password", MAX_PASSWORD);
        StoredPending counted = pending.replace(
                        page.stored(), page.stored().pending().triedAgain())
                .orElseThrow(PageRequests::outOfDate);
        if (username.isEmpty() || password.isEmpty()) {
            return refused(page, counted, LoginMessage.WRONG);
        }
        if (!tries.mayTry(username.get())) {
            return refused(page, counted, LoginMessage.TOO_MANY);
        }
        Optional<ResourceOwner> owner = users.authenticate(username.get(), Secret.of(password.get()));
        if (owner.isEmpty()) {
            return refused(page, counted, LoginMessage.WRONG);
        }
        tries.succeeded(username.get());
        return succeeded(page, counted, owner.get());
    }

    private EndpointResponse succeeded(PageRequest page, StoredPending stored, ResourceOwner owner) {
        if (!pending.end(stored)) {
            throw PageRequests.outOfDate();
        }
        String cookie = random.next();
        sessions.end(page.cookie());
        sessions.add(cookie, owner, page.cookie());
        Visit visit = page.visit(cookie, owner);
        visit.headers().set("Set-Cookie", cookies.header(cookie));
        return flow.proceed(visit);
    }

    private EndpointResponse refused(PageRequest page, StoredPending counted, LoginMessage message) {
        Visit visit = page.visit(page.cookie(), null);
        if (counted.pending().tries() >= MAX_TRIES) {
            pending.end(counted);
            return flow.refuse(visit, ErrorCode.ACCESS_DENIED, "the user did not log in");
        }
        if (message == LoginMessage.TOO_MANY) {
            visit.headers().set("Retry-After", Long.toString(LoginTries.REST.toSeconds()));
            return flow.loginPage(429, visit, counted, message);
        }
        return flow.loginPage(200, visit, counted, message);
    }

    private static Optional<String> limited(Parameters form, String name, int length) {
        return form.find(name).filter(text -> text.length() <= length);
    }
}
