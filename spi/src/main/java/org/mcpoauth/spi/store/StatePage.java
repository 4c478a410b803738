package org.mcpoauth.spi.store;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One page of a scan.
 *
 * @param entries live entries by key, in the order of the keys' ids
 * @param next where the next page begins, or {@code null} after the last one
 */
public record StatePage(
        Map<StateKey, StateEntry> entries, @Nullable String next) {

    /** Copies the entries and keeps their order. */
    public StatePage {
        entries = Collections.unmodifiableMap(new LinkedHashMap<>(Objects.requireNonNull(entries, "entries")));
    }
}
