package org.mcpoauth.api.error;

import java.io.Serial;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Root of every failure that this library reports. The type says who must act, {@link #code()} says
 * what happened and never changes its name between releases.
 *
 * <p>Messages hold no secret and no unchecked text of a peer, so they may be logged.
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
}
