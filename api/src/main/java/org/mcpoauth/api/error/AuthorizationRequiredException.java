package org.mcpoauth.api.error;

import java.io.Serial;
import java.net.URI;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The user must act: a new authorization is needed and nobody is there to give it at once, as in a web
 * application that first has to send a browser to the authorization server.
 */
public final class AuthorizationRequiredException extends McpOAuthException {
    @Serial
    private static final long serialVersionUID = 1L;

    private final @Nullable URI authorizationUri;

    /**
     * A call that waits for the user.
     *
     * @param message why the stored tokens do not suffice
     * @param authorizationUri where to send the user's browser, or {@code null} when the application
     *     has to start the authorization itself
     */
    public AuthorizationRequiredException(String message, @Nullable URI authorizationUri) {
        this(message, authorizationUri, null);
    }

    /**
     * A call that waits for the user, with the failure that showed it.
     *
     * @param message why the stored tokens do not suffice
     * @param authorizationUri where to send the user's browser, or {@code null} when the application
     *     has to start the authorization itself
     * @param cause the failure below, or {@code null}
     */
    public AuthorizationRequiredException(String message, @Nullable URI authorizationUri, @Nullable Throwable cause) {
        super(FailureCode.AUTHORIZATION_REQUIRED, message, cause);
        this.authorizationUri = authorizationUri;
    }

    /**
     * Where to send the user's browser. The URL is not part of the message: it may hold {@code state}.
     *
     * @return the authorization request URL, or that of the login where the application serves one; empty when
     *     there is neither
     */
    public Optional<URI> authorizationUri() {
        return Optional.ofNullable(authorizationUri);
    }
}
