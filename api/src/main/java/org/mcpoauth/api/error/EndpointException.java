package org.mcpoauth.api.error;

import java.io.Serial;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Thrown by a provider or a handler of our authorization server to refuse a request with an error that
 * goes on the wire. The factories know which codes each endpoint may use.
 */
public final class EndpointException extends McpOAuthException {
    @Serial
    private static final long serialVersionUID = 1L;

    private static final Set<ErrorCode> AUTHORIZE = Set.of(
            ErrorCode.INVALID_REQUEST,
            ErrorCode.UNAUTHORIZED_CLIENT,
            ErrorCode.ACCESS_DENIED,
            ErrorCode.UNSUPPORTED_RESPONSE_TYPE,
            ErrorCode.INVALID_SCOPE,
            ErrorCode.SERVER_ERROR,
            ErrorCode.TEMPORARILY_UNAVAILABLE,
            ErrorCode.INVALID_TARGET,
            ErrorCode.INVALID_AUTHORIZATION_DETAILS,
            ErrorCode.INVALID_REQUEST_URI,
            ErrorCode.INVALID_REQUEST_OBJECT,
            ErrorCode.REQUEST_NOT_SUPPORTED,
            ErrorCode.REQUEST_URI_NOT_SUPPORTED,
            ErrorCode.LOGIN_REQUIRED,
            ErrorCode.CONSENT_REQUIRED,
            ErrorCode.INTERACTION_REQUIRED,
            ErrorCode.UNMET_AUTHENTICATION_REQUIREMENTS);
    private static final Set<ErrorCode> TOKEN = Set.of(
            ErrorCode.INVALID_REQUEST,
            ErrorCode.INVALID_CLIENT,
            ErrorCode.INVALID_GRANT,
            ErrorCode.UNAUTHORIZED_CLIENT,
            ErrorCode.UNSUPPORTED_GRANT_TYPE,
            ErrorCode.INVALID_SCOPE,
            ErrorCode.INVALID_TARGET,
            ErrorCode.INVALID_AUTHORIZATION_DETAILS,
            ErrorCode.INSUFFICIENT_USER_AUTHENTICATION,
            ErrorCode.INVALID_DPOP_PROOF,
            ErrorCode.USE_DPOP_NONCE,
            ErrorCode.AUTHORIZATION_PENDING,
            ErrorCode.SLOW_DOWN,
            ErrorCode.EXPIRED_TOKEN,
            ErrorCode.ACCESS_DENIED,
            ErrorCode.UNSUPPORTED_TOKEN_TYPE,
            ErrorCode.TEMPORARILY_UNAVAILABLE,
            ErrorCode.SERVER_ERROR);
    private static final Set<ErrorCode> REGISTRATION = Set.of(
            ErrorCode.INVALID_REQUEST,
            ErrorCode.INVALID_REDIRECT_URI,
            ErrorCode.INVALID_CLIENT_METADATA,
            ErrorCode.INVALID_SOFTWARE_STATEMENT,
            ErrorCode.UNAPPROVED_SOFTWARE_STATEMENT,
            ErrorCode.INVALID_TOKEN,
            ErrorCode.ACCESS_DENIED,
            ErrorCode.TEMPORARILY_UNAVAILABLE);

    private static final Set<ErrorCode> OWN_FAULTS = Set.of(ErrorCode.SERVER_ERROR, ErrorCode.TEMPORARILY_UNAVAILABLE);

    private final ErrorCode error;
    private final @Nullable String description;

    private EndpointException(Set<ErrorCode> allowed, ErrorCode error, @Nullable String description) {
        super(FailureCode.ENDPOINT_ERROR, "refused with " + error, null);
        if (!allowed.contains(error)) {
            throw new IllegalArgumentException(error + " is not an error of this endpoint");
        }
        this.error = error;
        this.description = description == null ? null : printable(description);
    }

    /**
     * Refuses an authorization request (RFC 6749, section 4.1.2.1; RFC 8707, section 2), also one that is pushed
     * (RFC 9126, section 2.3).
     *
     * @param error one of the codes of the authorization endpoint
     * @param description text for developers, or {@code null}; characters that the specification does
     *     not allow become {@code ?}
     * @return the exception to throw
     * @throws IllegalArgumentException if the code is none of that endpoint
     */
    public static EndpointException authorize(ErrorCode error, @Nullable String description) {
        return new EndpointException(AUTHORIZE, error, description);
    }

    /**
     * Refuses a token, revocation, introspection or device request (RFC 6749, section 5.2).
     *
     * @param error one of the codes of the token endpoint
     * @param description text for developers, or {@code null}; characters that the specification does
     *     not allow become {@code ?}
     * @return the exception to throw
     * @throws IllegalArgumentException if the code is none of that endpoint
     */
    public static EndpointException token(ErrorCode error, @Nullable String description) {
        return new EndpointException(TOKEN, error, description);
    }

    /**
     * Refuses a client registration request (RFC 7591, section 3.2.2).
     *
     * @param error one of the codes of the registration endpoint
     * @param description text for developers, or {@code null}; characters that the specification does
     *     not allow become {@code ?}
     * @return the exception to throw
     * @throws IllegalArgumentException if the code is none of that endpoint
     */
    public static EndpointException registration(ErrorCode error, @Nullable String description) {
        return new EndpointException(REGISTRATION, error, description);
    }

    /** Gives the caller, but for what the server itself lacks. */
    @Override
    public Actor actor() {
        return OWN_FAULTS.contains(error) ? Actor.OPERATOR : Actor.CALLER;
    }

    /**
     * The error for the wire.
     *
     * @return the error code
     */
    public ErrorCode error() {
        return error;
    }

    /**
     * The description for the wire, printable ASCII without {@code "} and {@code \}.
     *
     * @return the description, empty when there is none
     */
    public Optional<String> description() {
        return Optional.ofNullable(description);
    }

    private static String printable(String text) {
        StringBuilder clean = new StringBuilder(text.length());
        text.chars().forEach(c -> clean.append(isPrintable(c) ? (char) c : '?'));
        return clean.toString();
    }

    private static boolean isPrintable(int c) {
        return c >= 0x20 && c <= 0x7e && c != '"' && c != '\\';
    }
}
