package org.mcpoauth.spi.resource;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The JSON-RPC operation a request asks for. A {@code subscriptions/listen} is one of each resource that it names;
 * the guard refuses one that names more than 1000.
 *
 * @param method the JSON-RPC method, such as {@code tools/call}
 * @param target the name of the tool or prompt, or the URI of the resource; {@code null} for other
 *     methods
 */
public record McpOperation(String method, @Nullable String target) {

    /** Checks that the method is there. */
    public McpOperation {
        Objects.requireNonNull(method, "method");
    }
}
