package org.mcpoauth.api;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Objects;

/**
 * A text that must not be seen: a token, a client secret, a code, a verifier. Its text form is masked,
 * it cannot be serialised, and equality takes the same time wherever two secrets of one length differ.
 */
public final class Secret {
    private static final String MASK = "***";

    private final String value;

    private Secret(String value) {
        this.value = value;
    }

    /**
     * Wraps a text.
     *
     * @param value the text; must not be empty
     * @return the secret
     * @throws IllegalArgumentException if the text is empty
     */
    public static Secret of(String value) {
        if (Objects.requireNonNull(value, "value").isEmpty()) {
            throw new IllegalArgumentException("a secret must not be empty");
        }
        return new Secret(value);
    }

    /**
     * The text itself. Whoever calls this keeps it out of logs, messages and headers of others.
     *
     * @return the text, never empty
     */
    public String reveal() {
        return value;
    }

    /**
     * Compares with a presented text in a time that depends on its length only.
     *
     * @param presented what a peer sent
     * @return {@code true} if it is the same text
     */
    public boolean matches(String presented) {
        return MessageDigest.isEqual(bytes(value), bytes(presented));
    }

    /** Compares in constant time for texts of one length. */
    @Override
    public boolean equals(Object other) {
        return other instanceof Secret secret && matches(secret.value);
    }

    @Override
    public int hashCode() {
        return value.hashCode();
    }

    /** Gives a mask, never the text. */
    @Override
    public String toString() {
        return MASK;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
