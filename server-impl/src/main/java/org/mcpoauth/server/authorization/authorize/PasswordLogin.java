package org.mcpoauth.server.authorization.authorize;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.api.Secret;
import org.mcpoauth.api.provider.ResourceOwner;
import org.mcpoauth.server.authorization.page.LocalizedPages.LoginMessage;
import org.mcpoauth.spi.endpoint.EndpointRequest;
import org.mcpoauth.spi.server.UserAuthenticator;
import org.mcpoauth.spi.support.endpoint.Parameters;

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
     * @param message why nobody did
     */
    record Outcome(@Nullable ResourceOwner owner, LoginMessage message) {}

    Outcome check(Parameters form, EndpointRequest request) {
        Optional<String> username = limited(form, "username", MAX_USERNAME);
        Optional<String> password = limited(form, "password", MAX_PASSWORD);
        if (username.isEmpty() || password.isEmpty()) {
            return new Outcome(null, LoginMessage.WRONG);
        }
        if (!tries.mayTry(username.get(), request)) {
            return new Outcome(null, LoginMessage.TOO_MANY);
        }
        Optional<ResourceOwner> owner = users.authenticate(username.get(), Secret.of(password.get()));
        owner.ifPresentOrElse(known -> tries.succeeded(username.get()), () -> tries.failed(request));
        return new Outcome(owner.orElse(null), owner.isPresent() ? LoginMessage.NONE : LoginMessage.WRONG);
    }

    private static Optional<String> limited(Parameters form, String name, int length) {
        return form.find(name).filter(text -> text.length() <= length);
    }
}
