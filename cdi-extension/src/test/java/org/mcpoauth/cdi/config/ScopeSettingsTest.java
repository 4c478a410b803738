package org.mcpoauth.cdi.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mcpoauth.api.Scopes;
import org.mcpoauth.api.error.ConfigurationException;
import org.mcpoauth.spi.ResourceServerConfiguration;
import org.mcpoauth.spi.resource.McpOperation;

/** Scopes of operations and hierarchies by key (MCP authorization, "Runtime Insufficient Scope Errors"). */
class ScopeSettingsTest {
    private static final String OPERATIONS = "mcp.oauth.resource.operation-scopes";
    private static final String HIERARCHY = "mcp.oauth.resource.scopes-hierarchy";

    private static ResourceServerConfiguration read(String key, String value) {
        Map<String, String> keys = new HashMap<>(Samples.least(Role.RESOURCE_SERVER));
        keys.put(key, value);
        return ResourceServerConfigurations.read(Keys.config(keys), builder -> {});
    }

    private static Scopes needed(String value, String method, String target) {
        return read(OPERATIONS, value).operationScopes().requiredFor(new McpOperation(method, target));
    }

    @Test
    void anOperationNeedsTheScopesOfItsLine() {
        String value = "tools/call:notes_add => notes:write notes:read, prompts/get => prompts";
        assertEquals(Scopes.of("notes:write", "notes:read"), needed(value, "tools/call", "notes_add"));
        assertEquals(Scopes.of("prompts"), needed(value, "prompts/get", "any"));
        assertEquals(Scopes.NONE, needed(value, "tools/call", "notes_list"));
    }

    @Test
    void aTargetMayEndWithAStarAndHoldAnArrow() {
        assertEquals(Scopes.of("r"), needed("resources/read:x=>y/* => r", "resources/read", "x=>y/1"));
    }

    @Test
    void anOperationThatIsNamedTwiceNeedsBoth() {
        assertEquals(Scopes.of("a", "b"), needed("tools/call:t => a, tools/call:t => b", "tools/call", "t"));
    }

    @Test
    void theMetadataNamesThem() {
        assertEquals(
                Scopes.of("a", "b"),
                read(OPERATIONS, "tools/call:t => a, ping => b")
                        .operationScopes()
                        .all());
    }

    @ParameterizedTest
    @ValueSource(strings = {"tools/call:t", "tools/call:t =>", "tools/call: => a", "=> a", "t => a\"b"})
    void whatIsNoOperationWithScopesStopsTheStart(String value) {
        ConfigurationException e = assertThrows(ConfigurationException.class, () -> read(OPERATIONS, value));
        assertEquals(OPERATIONS, e.key());
    }

    // MCP authorization, "Scope Challenge Handling": broad scopes imply narrow ones
    @Test
    void aBroadScopeImpliesTheNarrowOnesOfItsChain() {
        ResourceServerConfiguration resource = read(HIERARCHY, "admin>write>read, owner>admin");
        assertTrue(resource.scopeEvaluator()
                .missing(Scopes.of("owner"), Scopes.of("read", "write"))
                .isEmpty());
        assertEquals(
                Scopes.of("admin"), resource.scopeEvaluator().missing(Scopes.of("write"), Scopes.of("admin", "read")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"admin", "a>", "a>b>a", "a>b c"})
    void whatIsNoChainStopsTheStart(String value) {
        ConfigurationException e = assertThrows(ConfigurationException.class, () -> read(HIERARCHY, value));
        assertEquals(HIERARCHY, e.key());
    }
}
