package org.mcpoauth.spi.resource;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.api.error.ConfigurationException;

/**
 * Names operations: {@code tools/call} for all of a JSON-RPC method, {@code tools/call:notes_add} for one
 * target, {@code resources/read:file:///notes/*} for all targets that begin so. Names are compared
 * exactly, as text.
 *
 * @param method the JSON-RPC method
 * @param target the name or URI, or {@code null} for every one
 * @param isPrefix whether the target is the beginning only
 */
public record OperationPattern(String method, @Nullable String target, boolean isPrefix) {

    /**
     * Checks the components.
     *
     * @throws ConfigurationException if the method is empty
     */
    public OperationPattern {
        Objects.requireNonNull(method, "method");
        if (method.isEmpty()) {
            throw new ConfigurationException("operation", "begins with a JSON-RPC method");
        }
    }

    /**
     * Reads a pattern.
     *
     * @param text a method, perhaps followed by a colon and a target
     * @return the pattern
     * @throws ConfigurationException if the method or the target is empty
     */
    public static OperationPattern parse(String text) {
        int colon = text.indexOf(':');
        return colon < 0
                ? new OperationPattern(text, null, false)
                : of(text.substring(0, colon), text.substring(colon + 1));
    }

    /**
     * The pattern of a method and a target.
     *
     * @param method the JSON-RPC method
     * @param target the name or URI, or its beginning and {@code *}
     * @return the pattern
     * @throws ConfigurationException if one of them is empty
     */
    public static OperationPattern of(String method, String target) {
        if (target.isEmpty()) {
            throw new ConfigurationException("operation", "has a target after the colon");
        }
        boolean isPrefix = target.endsWith("*");
        return new OperationPattern(method, isPrefix ? target.substring(0, target.length() - 1) : target, isPrefix);
    }

    /**
     * Whether an operation is one of these.
     *
     * @param operation the operation
     * @return {@code true} if it is
     */
    public boolean matches(McpOperation operation) {
        if (!method.equals(operation.method())) {
            return false;
        }
        if (target == null) {
            return true;
        }
        String asked = operation.target();
        return asked != null && (isPrefix ? asked.startsWith(target) : asked.equals(target));
    }
}
