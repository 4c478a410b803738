package org.mcpoauth.spi.resource;

import java.util.List;
import java.util.Map;

/** User authentication of operations as a table, such as one of configuration. Immutable. */
public final class DeclaredAuthentication implements OperationAuthentication {
    private final List<Map.Entry<OperationPattern, UserAuthentication>> table;

    private DeclaredAuthentication(List<Map.Entry<OperationPattern, UserAuthentication>> table) {
        this.table = table;
    }

    /**
     * A table of patterns.
     *
     * @param table the demand by pattern; an operation needs that of every pattern it matches
     * @return the demands
     */
    public static DeclaredAuthentication of(Map<OperationPattern, UserAuthentication> table) {
        return of(List.copyOf(Map.copyOf(table).entrySet()));
    }

    /**
     * A table of patterns, of which some may stand there more than once.
     *
     * @param lines a pattern with its demand each; an operation needs that of every pattern it matches
     * @return the demands
     */
    public static DeclaredAuthentication of(List<Map.Entry<OperationPattern, UserAuthentication>> lines) {
        return new DeclaredAuthentication(lines.stream().map(Map.Entry::copyOf).toList());
    }

    @Override
    public List<UserAuthentication> requiredFor(McpOperation operation) {
        return table.stream()
                .filter(entry -> entry.getKey().matches(operation))
                .map(Map.Entry::getValue)
                .toList();
    }
}
