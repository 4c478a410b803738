package org.mcpoauth.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IssuerTest {
    private static List<URI> locations(String issuer) {
        return Issuer.of(issuer).metadataLocations();
    }

    // MCP authorization, "Authorization Server Metadata Discovery"; RFC 8414, section 3.1
    @ParameterizedTest
    @ValueSource(strings = {"https://as.example", "https://as.example/"})
    void anIssuerWithoutPathHasTwoLocations(String issuer) {
        assertEquals(
                List.of(
                        URI.create("https://as.example/.well-known/oauth-authorization-server"),
                        URI.create("https://as.example/.well-known/openid-configuration")),
                locations(issuer));
    }

    // RFC 8414, section 3.1, and OpenID Connect Discovery, section 4: the last slash is removed
    @ParameterizedTest
    @ValueSource(strings = {"https://as.example:8443/a/tenant", "https://as.example:8443/a/tenant/"})
    void anIssuerWithPathHasThreeLocationsInOrder(String issuer) {
        assertEquals(
                List.of(
                        URI.create("https://as.example:8443/.well-known/oauth-authorization-server/a/tenant"),
                        URI.create("https://as.example:8443/.well-known/openid-configuration/a/tenant"),
                        URI.create("https://as.example:8443/a/tenant/.well-known/openid-configuration")),
                locations(issuer));
    }

    @Test
    void theRootIsNotAskedForAnIssuerWithPath() {
        assertFalse(locations("https://as.example/t")
                .contains(URI.create("https://as.example/.well-known/oauth-authorization-server")));
    }

    // RFC 8414, section 3.3: identical
    @ParameterizedTest
    @CsvSource({
        "https://as.example, https://as.example/",
        "https://as.example, https://as.example:443",
        "https://as.example, https://AS.example",
        "https://as.example, HTTPS://as.example",
        "https://as.example/a, https://as.example/%61",
        "https://as.example, http://as.example",
    })
    void nothingIsNormalised(String one, String other) {
        assertNotEquals(Issuer.of(one), Issuer.of(other));
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://as.example", "https://as.example/", "HTTPS://As.Example:443/a%2Fb/"})
    void theTextIsKept(String text) {
        assertEquals(text, Issuer.of(text).toString());
        assertEquals(text, Issuer.of(text).uri().toString());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "as.example",
                "/path",
                "https:",
                "https://",
                "https:///path",
                "https://as.example?",
                "https://as.example?a=b",
                "https://as.example#",
                "https://as.example/#a",
                "https://user@as.example",
                "https://as.example/a b",
                "https://as.example/{tenant}",
                "ftp://as.example",
                "javascript:alert(1)",
                "urn:example:as",
                " https://as.example",
            })
    void anythingElseIsRefusedWithoutShowingIt(String text) {
        var refused = assertThrows(IllegalArgumentException.class, () -> Issuer.of(text));
        assertEquals("an issuer is an http(s) URL without query and fragment", refused.getMessage());
    }

    @Test
    void lengthHasALimit() {
        String base = "https://as.example/";
        assertEquals(
                2048, Issuer.of(base + "a".repeat(2048 - base.length())).value().length());
        assertThrows(IllegalArgumentException.class, () -> Issuer.of(base + "a".repeat(2049 - base.length())));
    }
}
