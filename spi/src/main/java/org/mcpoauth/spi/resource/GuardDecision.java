package org.mcpoauth.spi.resource;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.api.token.VerifiedToken;
import org.mcpoauth.spi.endpoint.EndpointResponse;

/** What the guard decides about a request. */
public sealed interface GuardDecision {

    /**
     * The request may run.
     *
     * @param token the accepted token, or {@code null} only where the configuration opens a method to
     *     everybody
     * @param body what the application must see as the body of the request, or {@code null} for what was
     *     received; not copied
     * @param answer what happens to the body of the answer, or {@code null} for nothing
     */
    // The bytes are handed over, not compared: a copy or wrapper would only cost.
    @SuppressWarnings("ArrayRecordComponent")
    record Permitted(
            @Nullable VerifiedToken token,
            byte @Nullable [] body,
            @Nullable AnswerBody answer) implements GuardDecision {
        /**
         * Permission as it is.
         *
         * @param token the accepted token, or {@code null} as above
         */
        public Permitted(@Nullable VerifiedToken token) {
            this(token, null, null);
        }
    }

    /**
     * The request must not run; the binding sends this answer.
     *
     * @param response the complete answer
     */
    record Refused(EndpointResponse response) implements GuardDecision {
        /** Checks that the answer is there. */
        public Refused {
            Objects.requireNonNull(response, "response");
        }
    }
}
