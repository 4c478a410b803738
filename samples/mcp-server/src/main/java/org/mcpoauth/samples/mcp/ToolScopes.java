package org.mcpoauth.samples.mcp;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.Objects;
import org.mcpoauth.api.Scopes;
import org.mcpoauth.spi.resource.McpOperation;
import org.mcpoauth.spi.resource.OperationScopes;

/**
 * Which scope each tool needs: all that this application has to do with authorization. Everything but a
 * call of a tool is open to whoever has a token for this server.
 */
@ApplicationScoped
public class ToolScopes implements OperationScopes {
    private static final Scopes TOOLS = Scopes.of("mcp:tools");
    private static final Scopes NOTES_READ = Scopes.of("notes:read");
    private static final Scopes NOTES_WRITE = Scopes.of("notes:write");

    private static final Map<String, Scopes> BY_TOOL = Map.of(
            "whoami", TOOLS,
            "notes_count", TOOLS,
            "notes_list", NOTES_READ,
            "notes_add", NOTES_WRITE,
            "ask_name", TOOLS);

    @Override
    public Scopes requiredFor(McpOperation operation) {
        return operation.method().equals("tools/call")
                ? BY_TOOL.getOrDefault(Objects.requireNonNullElse(operation.target(), ""), Scopes.NONE)
                : Scopes.NONE;
    }

    @Override
    public Scopes all() {
        return TOOLS.union(NOTES_READ).union(NOTES_WRITE);
    }
}
