package org.mcpoauth.server.resource;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GuardedPathsTest {
    private final GuardedPaths paths = new GuardedPaths(URI.create("https://mcp.example/api/mcp"));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/mcp",
                "/api/mcp/",
                "/api/mcp/x",
                "//api//mcp",
                "/api;x=1/mcp;y",
                "/api/mcp;jsessionid=1/x",
                "/api%2fmcp",
                "/api%2Fmcp%2fx",
                "/%61pi/mcp",
                "/%2561pi/mcp",
                "/%252561pi/mcp",
                "/api/./mcp",
                "/api/x/../mcp",
                "/x/../api/mcp",
                "/../api/mcp",
                "/api/x/%2e%2e/mcp",
                "/api/%2e/mcp",
                "/api\\mcp",
                "/API/MCP",
                "/api/mcp/../../other",
                "/api/..;/api/mcp",
                "/api/mcp%3bx",
                "/api/mcp/%zz"
            })
    void everySpellingAServerMightTakeIsGuarded(String path) {
        assertTrue(paths.contains(path), path);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "",
                "/api",
                "/api/mcpx",
                "/api/mc",
                "/mcp",
                "/other/api/mcp",
                "/api/other/mcp",
                "/api/%6dcpx"
            })
    void otherPathsAreNot(String path) {
        assertFalse(paths.contains(path), path);
    }

    @Test
    void aResourceAtTheRootGuardsEverything() {
        GuardedPaths root = new GuardedPaths(URI.create("https://mcp.example"));
        assertTrue(root.contains("/") && root.contains("/x") && root.contains(""));
    }

    @Test
    void anEncodedResourceIsFoundInEverySpelling() {
        GuardedPaths encoded = new GuardedPaths(URI.create("https://mcp.example/caf%C3%A9"));
        assertTrue(
                encoded.contains("/caf%C3%A9") && encoded.contains("/caf%c3%a9") && encoded.contains("/c%61f%C3%A9"));
    }
}
