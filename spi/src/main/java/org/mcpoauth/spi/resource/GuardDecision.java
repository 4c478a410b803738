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
     */
    record Permitted(@Nullable VerifiedToken token) implements GuardDecision {}

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
