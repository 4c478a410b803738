package org.mcpoauth.spi.store;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What is stored under a key. The text form shows neither value nor owner.
 *
 * @param value the text to keep, at most 65536 characters; compared exactly
 * @param owner the owner for {@link StateStore#scan}, at most 256 characters, or {@code null} when
 *     nobody owns the entry
 */
public record StateEntry(String value, @Nullable String owner) {
    private static final int MAX_VALUE = 65_536;
    private static final int MAX_OWNER = 256;

    /**
     * Checks the lengths.
     *
     * @throws IllegalArgumentException if value or owner is too long
     */
    public StateEntry {
        Objects.requireNonNull(value, "value");
        if (value.length() > MAX_VALUE || (owner != null && owner.length() > MAX_OWNER)) {
            throw new IllegalArgumentException("value or owner is too long");
        }
    }

    /**
     * An entry that nobody owns.
     *
     * @param value the text to keep
     * @return the entry
     */
    public static StateEntry of(String value) {
        return new StateEntry(value, null);
    }

    /** Gives the type only. */
    @Override
    public String toString() {
        return "StateEntry";
    }
}
