package org.mcpoauth.api.provider;

import java.net.URI;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.api.Scopes;
import org.mcpoauth.api.Secret;
import org.mcpoauth.api.error.ErrorCode;

/** What a provider decides about an authorization request. The endpoint does what it says. */
public sealed interface AuthorizationDecision {

    /** The user has to log in; the endpoint shows its login page and asks again. */
    record LoginRequired() implements AuthorizationDecision {}

    /**
     * The user has to agree; the endpoint shows its consent page and asks again.
     *
     * @param scopes the scopes to ask the user for
     */
    record ConsentRequired(Scopes scopes) implements AuthorizationDecision {
        /** Checks that the scopes are there. */
        public ConsentRequired {
            Objects.requireNonNull(scopes, "scopes");
        }
    }

    /**
     * The client gets a code; the endpoint redirects with {@code code}, {@code state} and {@code iss}.
     *
     * @param code a code with at least 128 bits of randomness (RFC 6749, section 10.10)
     */
    record Granted(Secret code) implements AuthorizationDecision {
        /** Checks that the code is there. */
        public Granted {
            Objects.requireNonNull(code, "code");
        }
    }

    /**
     * The client gets an error; the endpoint redirects with {@code error}, {@code state} and {@code iss}.
     *
     * @param error an error of the authorization endpoint
     * @param description text for developers, or {@code null}
     */
    record Denied(ErrorCode error, @Nullable String description) implements AuthorizationDecision {
        /** Checks that the error is there. */
        public Denied {
            Objects.requireNonNull(error, "error");
        }
    }

    /**
     * The browser goes somewhere else first: to pages of the application, or to an upstream
     * authorization server whose answer the application handles itself before it sends the browser back
     * to the client.
     *
     * @param location where to send the browser
     */
    record RedirectTo(URI location) implements AuthorizationDecision {
        /** Checks that the location is there. */
        public RedirectTo {
            Objects.requireNonNull(location, "location");
        }
    }
}
