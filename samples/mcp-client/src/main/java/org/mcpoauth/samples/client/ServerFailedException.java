package org.mcpoauth.samples.client;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/** An MCP server, or its authorization server, did not answer as it should. */
final class ServerFailedException extends Exception {
    @Serial
    private static final long serialVersionUID = 1L;

    private final String words;

    private ServerFailedException(String words, @Nullable Throwable cause) {
        super(words, cause);
        this.words = words;
    }

    static ServerFailedException unknown(@Nullable Throwable cause) {
        return new ServerFailedException("This server does not answer as it should. Try again later.", cause);
    }

    static ServerFailedException refused(String reason) {
        return new ServerFailedException("This server says: " + reason, null);
    }

    /** For the user. */
    String words() {
        return words;
    }
}
