package org.mcpoauth.cdi.health;

import java.util.Map;
import java.util.TreeMap;

/**
 * Whether something that requests need is there now.
 *
 * @param isUp whether requests can be served
 * @param details its parts, each with one word
 */
record Readiness(boolean isUp, Map<String, String> details) {
    Readiness {
        details = Map.copyOf(details);
    }

    /** What is there or not as a whole. */
    static Readiness of(boolean isUp) {
        return new Readiness(isUp, Map.of());
    }

    /** Both at once; what one of them misses is missing. */
    Readiness and(Readiness other) {
        Map<String, String> all = new TreeMap<>(details);
        other.details.forEach((part, word) -> all.merge(part, word, (one, two) -> "missing".equals(one) ? one : two));
        return new Readiness(isUp && other.isUp, all);
    }
}
