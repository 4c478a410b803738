package org.mcpoauth.spi.resource;

import java.util.LinkedHashMap;
import java.util.Map;
import org.mcpoauth.api.Scopes;

/** Scopes of operations as a table, such as one of configuration or of annotations. Immutable. */
public final class DeclaredScopes implements OperationScopes {
    private final Map<OperationPattern, Scopes> table;
    private final Scopes all;

    private DeclaredScopes(Map<OperationPattern, Scopes> table) {
        this.table = Map.copyOf(table);
        this.all = table.values().stream().reduce(Scopes.NONE, Scopes::union);
        ScopeRules.requireOfResource("operation-scopes", all);
    }

    /**
     * A table of patterns.
     *
     * @param table the scopes by pattern; an operation needs those of every pattern it matches
     * @return the scopes
     * @throws org.mcpoauth.api.error.ConfigurationException if one is {@code offline_access}, which is no scope
     *     of a resource
     */
    public static DeclaredScopes of(Map<OperationPattern, Scopes> table) {
        return new DeclaredScopes(table);
    }

    /**
     * A table as configuration writes it.
     *
     * @param table the scopes by the text of a pattern, such as {@code tools/call:notes_add}
     * @return the scopes
     * @throws org.mcpoauth.api.error.ConfigurationException if a text is no pattern, or a scope is
     *     {@code offline_access}
     */
    public static DeclaredScopes parse(Map<String, Scopes> table) {
        Map<OperationPattern, Scopes> parsed = new LinkedHashMap<>();
        table.forEach((text, scopes) -> parsed.merge(OperationPattern.parse(text), scopes, Scopes::union));
        return new DeclaredScopes(parsed);
    }

    @Override
    public Scopes requiredFor(McpOperation operation) {
        Scopes needed = Scopes.NONE;
        for (Map.Entry<OperationPattern, Scopes> entry : table.entrySet()) {
            if (entry.getKey().matches(operation)) {
                needed = needed.union(entry.getValue());
            }
        }
        return needed;
    }

    @Override
    public Scopes all() {
        return all;
    }
}
