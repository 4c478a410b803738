package org.mcpoauth.tck;

import java.util.List;
import java.util.Objects;

/**
 * A line of the manifest {@code assertions.tsv}.
 *
 * @param id the stable name, role-area-number, such as {@code SS-PUT-001}; never used again for
 *     something else
 * @param level how binding it is
 * @param document the document that demands it
 * @param section where the document demands it
 * @param requirement what is demanded, in our words
 * @param revisions the protocol revisions it holds for, or {@code *} for all
 * @param role the role of the implementation under test
 * @param feature the optional feature it belongs to, or {@code -} when every implementation of the
 *     role must keep it
 */
public record ManifestEntry(
        String id,
        Level level,
        String document,
        String section,
        String requirement,
        String revisions,
        String role,
        String feature) {
    private static final int COLUMNS = 8;

    /** How binding an assertion is (RFC 2119). */
    public enum Level {
        /** A failure means that the implementation does not conform. */
        MUST,
        /** A failure needs a reason. */
        SHOULD
    }

    /**
     * Checks that no part is empty.
     *
     * @throws IllegalArgumentException if a part is empty
     */
    public ManifestEntry {
        Objects.requireNonNull(level, "level");
        if (List.of(id, document, section, requirement, revisions, role, feature)
                .contains("")) {
            throw new IllegalArgumentException("an empty column in line " + id);
        }
    }

    static ManifestEntry parse(String line) {
        List<String> columns = List.of(line.split("\t", -1));
        if (columns.size() != COLUMNS) {
            throw new IllegalArgumentException(columns.size() + " columns in: " + line);
        }
        return new ManifestEntry(
                columns.get(0),
                Level.valueOf(columns.get(1)),
                columns.get(2),
                columns.get(3),
                columns.get(4),
                columns.get(5),
                columns.get(6),
                columns.get(7));
    }
}
