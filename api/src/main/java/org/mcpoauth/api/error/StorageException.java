package org.mcpoauth.api.error;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/** The operator must act or the caller wait: a store is full or cannot be reached. */
public final class StorageException extends McpOAuthException {
    @Serial
    private static final long serialVersionUID = 1L;

    /**
     * A store that did not do what it was asked.
     *
     * @param code {@link FailureCode#STORE_FULL}, {@link FailureCode#STORE_UNAVAILABLE} or {@link
     *     FailureCode#TOKEN_NOT_PERSISTED}
     * @param message what was to be done, without keys and values
     * @param cause the failure below, or {@code null}
     */
    public StorageException(FailureCode code, String message, @Nullable Throwable cause) {
        super(code, message, cause);
    }
}
