package org.mcpoauth.api.error;

import java.io.Serial;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Root of every failure that this library reports. {@link #code()} says what happened and never changes its
 * name between releases, {@link #actor()} says who must act, the type what is known about it.
 *
 * <p>Messages hold no secret and no unchecked text of a peer, so they may be logged. The text form, which
 * stack traces begin with, has the message, the code and who must act.
 */
public abstract sealed class McpOAuthException extends RuntimeException
        permits ConfigurationException,
                TransportException,
                ResponseViolationException,
                OAuthErrorException,
                ChallengeException,
                AuthorizationRequiredException,
                TokenRejectedException,
                EndpointException,
                StorageException {
    @Serial
    private static final long serialVersionUID = 1L;

    private final FailureCode code;

    McpOAuthException(FailureCode code, String message, @Nullable Throwable cause) {
        super(Objects.requireNonNull(message, "message"), cause);
        this.code = Objects.requireNonNull(code, "code");
    }

    /**
     * What happened.
     *
     * @return the stable code, never {@code null}
     */
    public final FailureCode code() {
        return code;
    }

    /**
     * Who has to act before the same call can succeed.
     *
     * @return who has to act, never {@code null}
     */
    public Actor actor() {
        return code.actor();
    }

    /** Gives the class, the message, the code and who must act. */
    // getMessage stays what happened, for those who show it; a stack trace is for those who must find out
    @SuppressWarnings("OverrideThrowableToString")
    @Override
    public final String toString() {
        return getClass().getName() + ": " + getMessage() + " [" + code + ", to act: " + actor() + "]";
    }
}
