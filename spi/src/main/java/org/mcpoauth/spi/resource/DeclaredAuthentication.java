package org.mcpoauth.spi.resource;

import java.util.List;
import java.util.Map;

/** User authentication of operations as a table, such as one of configuration. Immutable. */
public final class DeclaredAuthentication implements OperationAuthentication {
    private final Map<OperationPattern, UserAuthentication> table;

    private DeclaredAuthentication(Map<OperationPattern, UserAuthentication> table) {
        this.table = Map.copyOf(table);
    }

    /**
     * A table of patterns.
     *
     * @param table the demand by pattern; an operation needs that of every pattern it matches
     * @return the demands
     */
    public static DeclaredAuthentication of(Map<OperationPattern, UserAuthentication> table) {
        return new DeclaredAuthentication(table);
    }

    @Override
    public List<UserAuthentication> requiredFor(McpOperation operation) {
        return table.entrySet().stream()
                .filter(entry -> entry.getKey().matches(operation))
                .map(Map.Entry::getValue)
                .toList();
    }
}
