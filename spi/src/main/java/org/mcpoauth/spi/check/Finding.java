package org.mcpoauth.spi.check;

import java.util.Objects;

/**
 * Something in a configuration that will not work, or not as it was meant. Immutable. Holds no secret, and of what
 * servers say only what is escaped and short, so that it may be logged.
 *
 * @param id the message id, such as {@code MCPO4680}; one for each rule
 * @param key the configuration key it is about, without the prefix of its role
 * @param text what is wrong and what to write instead
 */
public record Finding(String id, String key, String text) {

    /** Checks that nothing is missing. */
    public Finding {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(key, "key");
        Objects.requireNonNull(text, "text");
    }

    /** Gives all three as one sentence. */
    @Override
    public String toString() {
        return id + " " + key + ": " + text;
    }
}
