package org.mcpoauth.server.authorization.authorize;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.api.Secret;
import org.mcpoauth.api.provider.ResourceOwner;
import org.mcpoauth.server.authorization.limit.TooManyRequestsException;
import org.mcpoauth.server.authorization.page.LocalizedPages.LoginMessage;
import org.mcpoauth.spi.endpoint.EndpointRequest;
import org.mcpoauth.spi.server.UserAuthenticator;
import org.mcpoauth.spi.support.endpoint.Parameters;
import org.mcpoauth.spi.support.endpoint.ResponseHeaders;

/**
 * Looks at a filled-in login form. A user name has a limit of tries over all forms, an
 * address one of failures.
 */
final class PasswordLogin {
    private static final int MAX_USERNAME = 256;
    private static final int MAX_PASSWORD = 1024;

    private final UserAuthenticator users;
    private final LoginTries tries;

    PasswordLogin(UserAuthenticator users, LoginTries tries) {
        this.users = users;
        this.tries = tries;
    }

    /**
     * What came of a form.
     *
     * @param owner who logged in, or {@code null}
     * @param username what stood in the form, empty if that is no user name
     * @param message why nobody did
     * @param retryAfter how long to wait before the next try
     */
    record Outcome(@Nullable ResourceOwner owner, String username, LoginMessage message, Duration retryAfter) {
        static Outcome of(ResourceOwner owner, String username) {
            return new Outcome(owner, username, LoginMessage.NONE, Duration.ZERO);
        }

        static Outcome wrong(String username) {
            return new Outcome(null, username, LoginMessage.WRONG, Duration.ZERO);
        }

        static Outcome tooMany(String username, Duration wait) {
            return new Outcome(null, username, LoginMessage.TOO_MANY, wait);
        }

        /** Says how long to wait, if so. */
        ResponseHeaders addTo(ResponseHeaders headers) {
            return retryAfter.isZero() ? headers : TooManyRequestsException.retryAfter(headers, retryAfter);
        }

        /** Gives the message only: what stands in the place of a user name may be a password. */
        @Override
        public String toString() {
            return "Outcome[" + message + "]";
        }
    }

    Outcome check(Parameters form, EndpointRequest request) {
        Optional<String> username = limited(form, "username", MAX_USERNAME);
        Optional<String> password = limited(form, "password", MAX_PASSWORD);
        if (username.isEmpty() || password.isEmpty()) {
            return Outcome.wrong(username.orElse(""));
        }
        Duration wait = tries.begin(username.get(), request);
        return wait.isZero() ? check(username.get(), password.get(), request) : Outcome.tooMany(username.get(), wait);
    }

    private Outcome check(String username, String password, EndpointRequest request) {
        Optional<ResourceOwner> owner = users.authenticate(username, Secret.of(password));
        Duration wait = owner.isPresent() ? tries.succeeded(username, request) : tries.failed(request);
        if (!wait.isZero()) {
            return Outcome.tooMany(username, wait);
        }
        return owner.map(known -> Outcome.of(known, username)).orElseGet(() -> Outcome.wrong(username));
    }

    private static Optional<String> limited(Parameters form, String name, int length) {
        return form.find(name).filter(text -> text.length() <= length);
    }
}
