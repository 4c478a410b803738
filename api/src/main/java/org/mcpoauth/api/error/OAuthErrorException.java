package org.mcpoauth.api.error;

import java.io.Serial;
import java.net.URI;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The authorization server refused properly, with an OAuth error (RFC 6749, sections 4.1.2.1 and 5.2).
 * The message holds the error code only; the description is the peer's text and is kept apart.
 */
public final class OAuthErrorException extends McpOAuthException {
    @Serial
    private static final long serialVersionUID = 1L;

    private static final Set<ErrorCode> FOR_THE_USER = Set.of(
            ErrorCode.ACCESS_DENIED,
            ErrorCode.INVALID_GRANT,
            ErrorCode.EXPIRED_TOKEN,
            ErrorCode.AUTHORIZATION_PENDING,
            ErrorCode.INSUFFICIENT_USER_AUTHENTICATION);
    private static final Set<ErrorCode> PASSING = Set.of(ErrorCode.TEMPORARILY_UNAVAILABLE, ErrorCode.SLOW_DOWN);

    private final ErrorCode error;
    private final @Nullable String description;
    private final @Nullable URI errorUri;
    private final int status;
    private final URI endpoint;
    private final @Nullable Duration retryAfter;

    /**
     * A refusal by the authorization server.
     *
     * @param code {@link FailureCode#AUTHORIZATION_RESPONSE_ERROR} or {@link
     *     FailureCode#RESPONSE_BODY_ERROR}
     * @param endpoint the endpoint that refused
     * @param status the HTTP status, or 0 when the error came in a redirect
     * @param error the error code
     * @param description the text for developers, already free of control characters and cut to a
     *     sensible length, or {@code null}
     * @param errorUri the page that explains the error, or {@code null}
     */
    public OAuthErrorException(
            FailureCode code,
            URI endpoint,
            int status,
            ErrorCode error,
            @Nullable String description,
            @Nullable URI errorUri) {
        this(code, endpoint, status, error, description, errorUri, null);
    }

    /**
     * A refusal by the authorization server, with the time after which it wants to be asked again.
     *
     * @param code {@link FailureCode#AUTHORIZATION_RESPONSE_ERROR} or {@link
     *     FailureCode#RESPONSE_BODY_ERROR}
     * @param endpoint the endpoint that refused
     * @param status the HTTP status, or 0 when the error came in a redirect
     * @param error the error code
     * @param description the text for developers, already free of control characters and cut to a
     *     sensible length, or {@code null}
     * @param errorUri the page that explains the error, or {@code null}
     * @param retryAfter the server's {@code Retry-After}, or {@code null} when it gave none
     */
    public OAuthErrorException(
            FailureCode code,
            URI endpoint,
            int status,
            ErrorCode error,
            @Nullable String description,
            @Nullable URI errorUri,
            @Nullable Duration retryAfter) {
        super(code, "the authorization server refused: " + error, null);
        this.retryAfter = retryAfter;
        this.endpoint = Objects.requireNonNull(endpoint, "endpoint");
        this.status = status;
        this.error = error;
        this.description = description;
        this.errorUri = errorUri;
    }

    /** Gives who is meant by the error; the operator, whose client this is, for what is not known. */
    @Override
    public Actor actor() {
        if (FOR_THE_USER.contains(error)) {
            return Actor.USER;
        }
        if (PASSING.contains(error)) {
            return Actor.NETWORK;
        }
        return ErrorCode.SERVER_ERROR.equals(error) ? Actor.AUTHORIZATION_SERVER : Actor.OPERATOR;
    }

    /**
     * The error code of the answer.
     *
     * @return the code, never {@code null}
     */
    public ErrorCode error() {
        return error;
    }

    /**
     * The text for developers; do not show it to users.
     *
     * @return the description, empty when there was none
     */
    public Optional<String> description() {
        return Optional.ofNullable(description);
    }

    /**
     * The page that explains the error.
     *
     * @return its URL, empty when there was none
     */
    public Optional<URI> errorUri() {
        return Optional.ofNullable(errorUri);
    }

    /**
     * The HTTP status of the answer.
     *
     * @return the status, or 0 when the error came in a redirect
     */
    public int status() {
        return status;
    }

    /**
     * How long the server wants to be left alone (RFC 9110, section 10.2.3).
     *
     * @return the time of {@code Retry-After}, empty when the server gave none
     */
    public Optional<Duration> retryAfter() {
        return Optional.ofNullable(retryAfter);
    }

    /**
     * The endpoint that refused.
     *
     * @return the URL of the endpoint
     */
    public URI endpoint() {
        return endpoint;
    }
}
