package org.mcpoauth.server.message;

import org.jspecify.annotations.Nullable;

/** Changes the JSON-RPC answers of a call before the client sees them. */
public interface AnswerRewriter {

    /** Whether a JSON body may need a change at all; if not, it is not held back. */
    boolean isNeeded();

    /**
     * Looks at a JSON text.
     *
     * @return what takes its place, {@code null} if it goes out as it is
     */
    byte @Nullable [] rewritten(byte[] json);
}
