package org.mcpoauth.tck;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The lists that travel with the suite: what it asserts, and what it cannot assert yet and why. */
public final class Manifest {
    private Manifest() {}

    /**
     * All assertions, in the order of the file.
     *
     * @return the entries by id; unmodifiable
     * @throws IllegalStateException if an id is listed twice
     */
    public static Map<String, ManifestEntry> assertions() {
        Map<String, ManifestEntry> byId = new LinkedHashMap<>();
        for (String line : lines("assertions.tsv")) {
            ManifestEntry entry = ManifestEntry.parse(line);
            requireNew(byId.put(entry.id(), entry), entry.id());
        }
        return Collections.unmodifiableMap(byId);
    }

    /**
     * Assertions without a test.
     *
     * @return the reason by id; unmodifiable
     * @throws IllegalStateException if an id is listed twice
     */
    public static Map<String, String> deferrals() {
        Map<String, String> byId = new LinkedHashMap<>();
        for (String line : lines("deferrals.tsv")) {
            int tab = line.indexOf('\t');
            requireNew(byId.put(line.substring(0, tab), line.substring(tab + 1).strip()), line);
        }
        return Collections.unmodifiableMap(byId);
    }

    private static void requireNew(@Nullable Object before, String what) {
        if (before != null) {
            throw new IllegalStateException("listed twice: " + what);
        }
    }

    private static List<String> lines(String resource) {
        try (InputStream in = Objects.requireNonNull(Manifest.class.getResourceAsStream(resource), resource)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
