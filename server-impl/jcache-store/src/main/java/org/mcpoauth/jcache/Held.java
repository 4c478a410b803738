package org.mcpoauth.jcache;

import org.jspecify.annotations.Nullable;
import org.mcpoauth.spi.store.StateEntry;

/**
 * An entry as its cell holds it. The tag is that of the put which began it and stays through changes; it
 * ties the entry to its line in the index.
 *
 * @param entry what is stored
 * @param expiresAt when it ends, in milliseconds since 1970
 * @param tag the mark of the put
 */
record Held(StateEntry entry, long expiresAt, String tag) {
    private static final char SEPARATOR = '.';
    /** No text is encoded so. */
    private static final String NOBODY = "~";

    static Held parse(String text) {
        String[] parts = CellText.split(text, SEPARATOR, 4);
        String owner = parts[2].equals(NOBODY) ? null : CellText.decode(parts[2]);
        return new Held(new StateEntry(CellText.decode(parts[3]), owner), CellText.number(parts[0]), parts[1]);
    }

    String text() {
        String owner = entry.owner() == null ? NOBODY : CellText.encode(entry.owner());
        return expiresAt + "" + SEPARATOR + tag + SEPARATOR + owner + SEPARATOR + CellText.encode(entry.value());
    }

    boolean isLive(long now) {
        return now < expiresAt;
    }

    /** Whether the value is the expected one; {@code null} expects any. */
    boolean hasValue(@Nullable String expected) {
        return expected == null || entry.value().equals(expected);
    }
}
