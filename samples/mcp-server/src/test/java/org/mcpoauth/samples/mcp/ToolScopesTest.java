package org.mcpoauth.samples.mcp;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mcpoauth.api.Scopes;
import org.mcpoauth.samples.mcp.tool.NoteBook;
import org.mcpoauth.spi.resource.McpOperation;

class ToolScopesTest {
    private final ToolScopes scopes = new ToolScopes();

    @ParameterizedTest
    @CsvSource({
        "whoami, mcp:tools",
        "notes_count, mcp:tools",
        "notes_list, notes:read",
        "notes_add, notes:write",
        "ask_name, mcp:tools"
    })
    void eachToolHasItsScope(String tool, String scope) {
        assertEquals(Scopes.of(scope), scopes.requiredFor(new McpOperation("tools/call", tool)));
    }

    @Test
    void noToolIsWithoutScope() {
        new Toolbox(new NoteBook())
                .names()
                .forEach(tool -> assertEquals(
                        1,
                        scopes.requiredFor(new McpOperation("tools/call", tool))
                                .values()
                                .size()));
    }

    @ParameterizedTest
    @CsvSource({"initialize,", "ping,", "tools/list,", "server/discover,", "tools/call,", "tools/call, no_such_tool"})
    void nothingElseNeedsOne(String method, @Nullable String target) {
        assertEquals(Scopes.NONE, scopes.requiredFor(new McpOperation(method, target)));
    }

    @Test
    void allAreTold() {
        assertEquals(Scopes.of("mcp:tools", "notes:read", "notes:write"), scopes.all());
    }
}
