package org.mcpoauth.server.authorization.upstream;

import java.io.Serial;
import org.mcpoauth.api.error.ErrorCode;

/**
 * A login upstream that came to nothing. It says what the client is told, and for the log why; no text of the upstream
 * server is part of it. Without a stack trace: anybody can cause it at will.
 */
public final class UpstreamFailure extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    private final ErrorCode error;

    UpstreamFailure(ErrorCode error, String reason) {
        super(reason, null, false, false);
        this.error = error;
    }

    static UpstreamFailure broken(String reason) {
        return new UpstreamFailure(ErrorCode.SERVER_ERROR, reason);
    }

    static UpstreamFailure unavailable(String reason) {
        return new UpstreamFailure(ErrorCode.TEMPORARILY_UNAVAILABLE, reason);
    }

    /**
     * What the client is told.
     *
     * @return an error of the authorization endpoint
     */
    public ErrorCode error() {
        return error;
    }
}
