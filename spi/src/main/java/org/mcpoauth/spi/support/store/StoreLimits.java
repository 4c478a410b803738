package org.mcpoauth.spi.support.store;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How many live entries each namespace of a store may hold.
 *
 * @param standard the bound of a namespace without one of its own; at least 1
 * @param byNamespace bounds of single namespaces, or of all whose name begins with that and a dot; each at least 1
 */
public record StoreLimits(int standard, Map<String, Integer> byNamespace) {
    private static final int STANDARD = 100_000;
    private static final int OF_DATA_BASE = 10_000_000;

    /**
     * Checks and copies the bounds.
     *
     * @throws IllegalArgumentException if a bound is below 1
     */
    public StoreLimits {
        byNamespace = Map.copyOf(byNamespace);
        if (standard < 1 || byNamespace.values().stream().anyMatch(bound -> bound < 1)) {
            throw new IllegalArgumentException("a namespace must have room for an entry");
        }
    }

    /**
     * Room for 100000 live entries in each namespace.
     *
     * @return the limits
     */
    public static StoreLimits defaults() {
        return of(STANDARD);
    }

    /**
     * Room for 10000000 live entries in each namespace, which take disk and no memory.
     *
     * @return the limits
     */
    public static StoreLimits ofDataBase() {
        return of(OF_DATA_BASE);
    }

    /**
     * The same room in each namespace.
     *
     * @param standard the bound, at least 1
     * @return the limits
     */
    public static StoreLimits of(int standard) {
        return new StoreLimits(standard, Map.of());
    }

    /**
     * These limits with another one for a namespace.
     *
     * @param namespace the namespace
     * @param bound its bound, at least 1
     * @return the new limits
     */
    public StoreLimits with(String namespace, int bound) {
        Map<String, Integer> bounds = new LinkedHashMap<>(byNamespace);
        bounds.put(namespace, bound);
        return new StoreLimits(standard, bounds);
    }

    /**
     * The bound of a namespace.
     *
     * @param namespace the namespace
     * @return how many live entries it may hold
     */
    public int bound(String namespace) {
        Integer own = byNamespace.get(namespace);
        return own != null ? own : byNamespace.getOrDefault(NamespaceKind.of(namespace), standard);
    }
}
