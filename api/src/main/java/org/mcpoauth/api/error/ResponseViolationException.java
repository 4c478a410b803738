package org.mcpoauth.api.error;

import java.io.Serial;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The peer broke a rule of the protocol; what it sent must not be used. */
public final class ResponseViolationException extends McpOAuthException {
    @Serial
    private static final long serialVersionUID = 1L;

    private static final String OF_RESOURCES = "RFC 9728";

    private final Rule rule;
    private final @Nullable Difference difference;

    /**
     * A response that breaks a rule.
     *
     * @param code what was wrong
     * @param rule the rule that was broken
     * @param message what was expected and what came, without secrets and unchecked peer text
     */
    public ResponseViolationException(FailureCode code, Rule rule, String message) {
        this(code, rule, message, (Throwable) null);
    }

    /**
     * A response with another value than the rule demands.
     *
     * @param code what was wrong
     * @param rule the rule that was broken
     * @param message what differs, without secrets and unchecked peer text
     * @param difference both values; part of the message
     */
    public ResponseViolationException(FailureCode code, Rule rule, String message, Difference difference) {
        super(code, message + ": " + difference + " (" + rule + ")", null);
        this.rule = Objects.requireNonNull(rule, "rule");
        this.difference = difference;
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
        this.difference = null;
    }

    /** Gives the resource server where a rule for its metadata was broken, whatever else the code may stand for. */
    @Override
    public Actor actor() {
        boolean isOfPeer = code().actor() == Actor.AUTHORIZATION_SERVER && code() != FailureCode.RESOURCE_NOT_LISTED;
        return isOfPeer && OF_RESOURCES.equals(rule.document()) ? Actor.RESOURCE_SERVER : code().actor();
    }

    /**
     * The two values that had to be equal.
     *
     * @return the difference, empty when something else was wrong
     */
    public Optional<Difference> difference() {
        return Optional.ofNullable(difference);
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
