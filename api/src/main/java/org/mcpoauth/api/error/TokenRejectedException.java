package org.mcpoauth.api.error;

import java.io.Serial;
import java.util.Objects;

/**
 * Our protected resource does not accept a token. The wire answer is made of {@link #error()} alone;
 * {@link #reason()} is for the log, so that an attacker does not learn which check failed.
 */
public final class TokenRejectedException extends McpOAuthException {
    @Serial
    private static final long serialVersionUID = 1L;

    private final ErrorCode error;
    private final RejectionReason reason;

    /**
     * A token that is not accepted.
     *
     * @param reason which check failed
     */
    public TokenRejectedException(RejectionReason reason) {
        super(reason.code(), "token rejected: " + reason, null);
        this.error = reason.error();
        this.reason = Objects.requireNonNull(reason, "reason");
    }

    /** Gives the caller, but for what the resource itself lacks. */
    @Override
    public Actor actor() {
        return reason == RejectionReason.UNAVAILABLE ? Actor.OPERATOR : Actor.CALLER;
    }

    /**
     * The error for the {@code WWW-Authenticate} challenge (RFC 6750, section 3.1; RFC 9449, section 7.1).
     *
     * @return the error code
     */
    public ErrorCode error() {
        return error;
    }

    /**
     * The check that failed; for logs and audit events only.
     *
     * @return the reason
     */
    public RejectionReason reason() {
        return reason;
    }
}
