package org.mcpoauth.api.error;

import java.io.Serial;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The peer broke a rule of the protocol; what it sent must not be used. */
public final class ResponseViolationException extends McpOAuthException {
    @Serial
    private static final long serialVersionUID = 1L;

    private final Rule rule;

    /**
     * A response that breaks a rule.
     *
     * @param code what was wrong
     * @param rule the rule that was broken
     * @param message what was expected and what came, without secrets and unchecked peer text
     */
    public ResponseViolationException(FailureCode code, Rule rule, String message) {
        this(code, rule, message, null);
    }

    /**
     * A response that breaks a rule, with the failure that showed it.
     *
     * @param code what was wrong
     * @param rule the rule that was broken
     * @param message what was expected and what came, without secrets and unchecked peer text
     * @param cause the failure below, or {@code null}
     */
    public ResponseViolationException(FailureCode code, Rule rule, String message, @Nullable Throwable cause) {
        super(code, message + " (" + rule + ")", cause);
        this.rule = Objects.requireNonNull(rule, "rule");
    }

    /**
     * The rule that was broken.
     *
     * @return document and section
     */
    public Rule rule() {
        return rule;
    }
}
