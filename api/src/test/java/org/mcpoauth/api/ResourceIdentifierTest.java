package org.mcpoauth.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ResourceIdentifierTest {
    @ParameterizedTest
    @ValueSource(strings = {"https://mcp.example", "https://mcp.example/", "HTTPS://Mcp.Example:443/a/?q=%41"})
    void theTextIsKept(String text) {
        assertEquals(text, ResourceIdentifier.of(text).toString());
        assertEquals(text, ResourceIdentifier.of(text).uri().toString());
    }

    // RFC 8707, section 2
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "mcp.example",
                "https:mcp",
                "https:///mcp",
                "https://mcp.example#",
                "https://mcp.example/mcp#part",
                "https://user:pw@mcp.example/",
                "https://mcp.example/a b",
                "urn:example:mcp",
            })
    void anythingElseIsRefusedWithoutShowingIt(String text) {
        var refused = assertThrows(IllegalArgumentException.class, () -> ResourceIdentifier.of(text));
        assertEquals("a resource is an absolute http(s) URL without fragment", refused.getMessage());
    }

    // MCP authorization, "Canonical Server URI"
    @ParameterizedTest
    @CsvSource({
        "https://mcp.example, https://mcp.example",
        "https://mcp.example/, https://mcp.example",
        "HTTPS://MCP.Example:443/Mcp, https://mcp.example/Mcp",
        "http://mcp.example:80/, http://mcp.example",
        "http://mcp.example:443/, http://mcp.example:443",
        "https://mcp.example:8443/mcp/, https://mcp.example:8443/mcp/",
        "https://mcp.example/mcp?a=B, https://mcp.example/mcp?a=B",
        "https://[2001:DB8::1]:443/mcp, https://[2001:db8::1]/mcp",
    })
    void canonicalForm(String url, String expected) {
        assertEquals(expected, ResourceIdentifier.canonical(URI.create(url)).value());
    }

    @ParameterizedTest
    @ValueSource(strings = {"/mcp", "https://mcp.example/#f", "mailto:a@mcp.example", "https://a@mcp.example/"})
    void someUrlsHaveNoCanonicalForm(String url) {
        assertThrows(IllegalArgumentException.class, () -> ResourceIdentifier.canonical(URI.create(url)));
    }

    @Nested
    class Covers {
        @ParameterizedTest
        @CsvSource({
            "https://mcp.example, https://mcp.example/mcp",
            "https://mcp.example, https://mcp.example",
            "https://mcp.example/, https://mcp.example",
            "https://mcp.example/mcp, https://mcp.example/mcp",
            "https://mcp.example/mcp, https://mcp.example/mcp/",
            "https://mcp.example/mcp, https://mcp.example/mcp/a?q",
            "https://mcp.example/mcp/, https://mcp.example/mcp",
            "https://mcp.example/mcp/, https://mcp.example/mcp/a",
            "HTTPS://Mcp.Example:443/mcp, https://mcp.example/mcp",
            "https://mcp.example/mcp?t=1, https://mcp.example/mcp?t=1",
        })
        void itselfAndWhatLiesBelow(String resource, String url) {
            assertTrue(ResourceIdentifier.of(resource).covers(URI.create(url)));
        }

        @ParameterizedTest
        @CsvSource({
            "https://mcp.example/mcp, https://mcp.example/mcp2",
            "https://mcp.example/mcp, https://mcp.example/mc",
            "https://mcp.example/mcp, https://mcp.example/",
            "https://mcp.example/mcp, https://mcp.example/MCP",
            "https://mcp.example/mcp, http://mcp.example/mcp",
            "https://mcp.example/mcp, https://mcp.example:8443/mcp",
            "https://mcp.example/mcp, https://evil.example/mcp",
            "https://mcp.example, https://mcp.example.evil.example/",
            "https://mcp.example, https://mcp.example@evil.example/",
            "https://mcp.example, https://a@mcp.example/",
            "https://mcp.example, https://mcp.example/#f",
            "https://mcp.example/mcp?t=1, https://mcp.example/mcp?t=2",
            "https://mcp.example/mcp?t=1, https://mcp.example/mcp",
            "https://mcp.example, /mcp",
        })
        void nothingElse(String resource, String url) {
            assertFalse(ResourceIdentifier.of(resource).covers(URI.create(url)));
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "/mcp/../admin",
                    "/mcp/..",
                    "/mcp/./a",
                    "/mcp/%2e%2E/admin",
                    "/mcp/.%2e/admin",
                    "/mcp/..%2fadmin",
                    "/mcp/a%2F..%2F..%2fadmin",
                    "/mcp/..%5Cadmin",
                    "/mcp/..;x=1/admin",
                    "/mcp/..%3bx/admin",
                })
        void noPathThatLeavesIt(String path) {
            assertFalse(
                    ResourceIdentifier.of("https://mcp.example/mcp").covers(URI.create("https://mcp.example" + path)));
        }

        @Test
        void dotsWithinASegmentAreHarmless() {
            assertTrue(ResourceIdentifier.of("https://mcp.example/mcp")
                    .covers(URI.create("https://mcp.example/mcp/..a/b..c/.well-known/...")));
        }
    }

    // RFC 9728, section 3.1: only a slash directly behind the host is removed
    @ParameterizedTest
    @CsvSource({
        "https://mcp.example/mcp, /mcp",
        "https://mcp.example/mcp/, /mcp/",
        "https://mcp.example/public/mcp, /public/mcp",
        "https://mcp.example/mcp?t=1, /mcp?t=1",
        "https://mcp.example/?t=1, ?t=1",
        "HTTPS://MCP.example:443/mcp, /mcp",
    })
    void metadataIsAtTheInsertedPathThenAtTheRoot(String resource, String suffix) {
        String wellKnown = "https://mcp.example/.well-known/oauth-protected-resource";
        assertEquals(
                List.of(URI.create(wellKnown + suffix), URI.create(wellKnown)),
                ResourceIdentifier.of(resource).metadataLocations());
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://mcp.example", "https://mcp.example/"})
    void metadataOfAnOriginIsAtTheRoot(String resource) {
        assertEquals(
                List.of(URI.create("https://mcp.example/.well-known/oauth-protected-resource")),
                ResourceIdentifier.of(resource).metadataLocations());
    }

    @Test
    void lengthHasALimit() {
        String base = "https://mcp.example/";
        assertThrows(
                IllegalArgumentException.class, () -> ResourceIdentifier.of(base + "a".repeat(2049 - base.length())));
    }
}
