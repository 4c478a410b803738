package org.mcpoauth.spi.resource;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.mcpoauth.api.Scopes;
import org.mcpoauth.api.error.ConfigurationException;

/**
 * Broad scopes that imply narrow ones, as configuration names them (MCP authorization, "Scope Challenge
 * Handling"). Immutable.
 */
public final class ScopeHierarchy implements ScopeEvaluator {
    private static final String KEY = "scopes-hierarchy";

    private final Map<String, Set<String>> implied;

    private ScopeHierarchy(Map<String, Set<String>> implied) {
        this.implied = implied;
    }

    /**
     * Reads chains such as {@code admin>write>read}, each scope of which implies all that follow it, also
     * by way of other chains.
     *
     * @param chains the chains
     * @return the hierarchy
     * @throws ConfigurationException if a chain has less than two scopes or something that is no scope, or
     *     a scope would imply itself
     */
    public static ScopeHierarchy parse(List<String> chains) {
        Map<String, Set<String>> direct = new HashMap<>();
        chains.forEach(chain -> addChain(chain, direct));
        Map<String, Set<String>> all = new HashMap<>();
        direct.keySet().forEach(scope -> all.put(scope, reachable(scope, direct)));
        return new ScopeHierarchy(Map.copyOf(all));
    }

    @Override
    public Scopes missing(Scopes granted, Scopes needed) {
        Scopes rest = needed.minus(granted);
        if (rest.isEmpty()) {
            return rest;
        }
        return Scopes.of(rest.values().stream()
                .filter(scope -> granted.values().stream()
                        .noneMatch(
                                broad -> implied.getOrDefault(broad, Set.of()).contains(scope)))
                .toList());
    }

    private static void addChain(String chain, Map<String, Set<String>> direct) {
        List<String> scopes = Stream.of(chain.split(">", -1)).map(String::strip).toList();
        if (scopes.size() < 2) {
            throw new ConfigurationException(KEY, "has chains of two scopes or more, such as admin>read");
        }
        scopes.forEach(ScopeHierarchy::requireScope);
        for (int i = 1; i < scopes.size(); i++) {
            direct.computeIfAbsent(scopes.get(i - 1), scope -> new LinkedHashSet<>())
                    .add(scopes.get(i));
        }
    }

    private static Set<String> reachable(String scope, Map<String, Set<String>> direct) {
        Set<String> found = new LinkedHashSet<>();
        collect(scope, direct, found);
        if (found.contains(scope)) {
            throw new ConfigurationException(KEY, "has a scope that implies itself");
        }
        return Set.copyOf(found);
    }

    private static void collect(String scope, Map<String, Set<String>> direct, Set<String> found) {
        for (String narrow : direct.getOrDefault(scope, Set.of())) {
            if (found.add(narrow)) {
                collect(narrow, direct, found);
            }
        }
    }

    private static void requireScope(String scope) {
        try {
            Scopes.of(scope);
        } catch (IllegalArgumentException e) {
            throw new ConfigurationException(KEY, "holds something that is no scope");
        }
    }
}
