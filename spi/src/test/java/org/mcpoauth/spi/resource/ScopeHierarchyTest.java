package org.mcpoauth.spi.resource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mcpoauth.api.Scopes;
import org.mcpoauth.api.error.ConfigurationException;

/** Hierarchies of scopes and patterns of operations, as configuration writes them. */
class ScopeHierarchyTest {
    private static Scopes missing(ScopeEvaluator evaluator, String granted, String needed) {
        return evaluator.missing(Scopes.parse(granted), Scopes.parse(needed));
    }

    // MCP authorization, "Scope Challenge Handling"
    @Test
    void aBroadScopeImpliesAllThatFollowIt() {
        ScopeEvaluator chain = ScopeHierarchy.parse(List.of("admin>write > read", "read>list", "owner>admin"));
        assertEquals(Scopes.NONE, missing(chain, "admin", "write read list"));
        assertEquals(Scopes.NONE, missing(chain, "owner", "list"));
        assertEquals(Scopes.of("admin"), missing(chain, "write", "admin read"));
        assertEquals(Scopes.of("other"), missing(chain, "owner", "other list"));
        assertEquals(Scopes.of("ADMIN"), missing(chain, "admin", "ADMIN"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "admin", "admin>", ">read", "a>b>a", "a>a", "a b>c", "a>\"b\""})
    void aMalformedHierarchyIsRefused(String chain) {
        assertThrows(ConfigurationException.class, () -> ScopeHierarchy.parse(List.of(chain)));
    }

    @Test
    void aHierarchyOverSeveralChainsHasNoCircleEither() {
        assertThrows(ConfigurationException.class, () -> ScopeHierarchy.parse(List.of("a>b", "b>c", "c>a")));
    }

    @Test
    void aPatternNamesAMethodATargetOrABeginning() {
        McpOperation add = new McpOperation("tools/call", "notes_add");
        McpOperation file = new McpOperation("resources/read", "file:///notes/1");
        assertTrue(OperationPattern.parse("tools/call").matches(add));
        assertTrue(OperationPattern.parse("tools/call:notes_add").matches(add));
        assertTrue(OperationPattern.parse("tools/call:notes_*").matches(add));
        assertTrue(OperationPattern.parse("resources/read:file:///notes/*").matches(file));
        assertFalse(OperationPattern.parse("tools/call:notes").matches(add));
        assertFalse(OperationPattern.parse("tools/call:Notes_add").matches(add));
        assertFalse(OperationPattern.parse("tools").matches(add));
        assertFalse(OperationPattern.parse("tools/call:x").matches(new McpOperation("tools/call", null)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ":x", "tools/call:"})
    void aPatternHasAMethodAndNoEmptyTarget(String text) {
        assertThrows(ConfigurationException.class, () -> OperationPattern.parse(text));
    }

    @Test
    void anOperationNeedsTheScopesOfAllPatternsItMatches() {
        OperationScopes declared = DeclaredScopes.parse(
                Map.of("tools/call", Scopes.of("tools"), "tools/call:notes_add", Scopes.of("write")));
        OperationScopes both = declared.plus(operation -> Scopes.of("more"));
        assertEquals(
                Scopes.of("tools", "write", "more").values(),
                both.requiredFor(new McpOperation("tools/call", "notes_add")).values());
        assertEquals(Scopes.of("tools", "write").values(), both.all().values());
    }
}
