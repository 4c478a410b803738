package org.mcpoauth.jcache;

import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What the index knows of an entry.
 *
 * @param id the id as it stands in keys
 * @param expiresAt a time until which the entry lives unless it is removed; it may have been prolonged since
 * @param tag the mark of the put that began the entry
 */
record IndexLine(String id, long expiresAt, String tag) {
    private static final char SEPARATOR = '.';

    /** The lines of a shard of the index, which is absent when it has none. */
    static List<IndexLine> parse(@Nullable String shard) {
        return shard == null ? List.of() : shard.lines().map(IndexLine::line).toList();
    }

    static String text(List<IndexLine> lines) {
        return lines.stream().map(IndexLine::text).collect(Collectors.joining("\n"));
    }

    private static IndexLine line(String text) {
        String[] parts = CellText.split(text, SEPARATOR, 3);
        return new IndexLine(parts[0], CellText.number(parts[1]), parts[2]);
    }

    private String text() {
        return id + SEPARATOR + expiresAt + SEPARATOR + tag;
    }

    IndexLine until(long other) {
        return new IndexLine(id, other, tag);
    }

    boolean isDue(long now) {
        return now >= expiresAt;
    }
}
