package org.mcpoauth.spi.support.codec;

import java.io.Serial;
import java.util.Objects;

/**
 * A peer's text breaks a rule of its format. Callers map it to a failure of the API; it is checked so
 * that none forgets to. The message names the rule and never holds content.
 *
 * <p>It has no stack trace: hostile input is an ordinary event and must be cheap to refuse.
 */
public final class MalformedException extends Exception {
    @Serial
    private static final long serialVersionUID = 1L;

    private final Fault fault;

    /** What kind of rule was broken. */
    public enum Fault {
        /** A limit of size, depth or count was passed. */
        TOO_LARGE,
        /** More elements than a text of this kind may have; it follows its grammar. */
        TOO_MANY,
        /** The text does not follow its grammar: base64, JSON, the parts of a compact JWS. */
        SYNTAX,
        /** The JOSE header lacks a member or has one that must not be there. */
        HEADER,
        /** The algorithm is unknown or not on the allow-list. */
        ALGORITHM,
        /** A key is unusable. */
        KEY,
        /** A claim is missing or has a wrong type or range. */
        CLAIM
    }

    /**
     * A broken rule.
     *
     * @param fault the kind of rule
     * @param message which rule, without content
     */
    public MalformedException(Fault fault, String message) {
        super(message, null, false, false);
        this.fault = Objects.requireNonNull(fault, "fault");
    }

    /**
     * The kind of rule that was broken.
     *
     * @return the kind
     */
    public Fault fault() {
        return fault;
    }
}
