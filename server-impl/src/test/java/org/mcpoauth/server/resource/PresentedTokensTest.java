package org.mcpoauth.server.resource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.net.URI;
import java.net.http.HttpHeaders;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mcpoauth.api.Issuer;
import org.mcpoauth.api.ResourceIdentifier;
import org.mcpoauth.api.Secret;
import org.mcpoauth.api.token.PresentedToken;
import org.mcpoauth.api.token.PresentedToken.Scheme;
import org.mcpoauth.spi.ResourceServerConfiguration;
import org.mcpoauth.spi.resource.GuardedRequest;

@DisplayName("RFC 9449, section 4.3, check 9: the URI of a request")
class PresentedTokensTest {
    private final PresentedTokens tokens = new PresentedTokens(ResourceServerConfiguration.builder(
                    ResourceIdentifier.of("https://mcp.example:8443/mcp"), List.of(Issuer.of("https://as.example")))
            .build());

    // a proof for the resource itself must not do for a path that is no part of a URI as it stands
    @ParameterizedTest
    @CsvSource({
        "/mcp, /mcp",
        "/mcp/a%20b, /mcp/a%20b",
        "/mcp/a b, /mcp/a%20b",
        "/mcp/{id}, /mcp/%7Bid%7D",
        "/mcp/\"|^`\\<>, /mcp/%22%7C%5E%60%5C%3C%3E",
        "/mcp/100%, /mcp/100%25",
        "/mcp/%zz, /mcp/%25zz",
        "/mcp/\u00e4, /mcp/%C3%A4",
        "/mcp/?#, /mcp/%3F%23",
        "//other.example/mcp, //other.example/mcp",
        "'@other.example/mcp', /@other.example/mcp",
        "1/mcp, /1/mcp",
        "*, /*"
    })
    void whatIsNoPartOfAUriIsEncoded(String rawPath, String expected) {
        assertEquals(URI.create("https://mcp.example:8443" + expected), url(tokens, rawPath));
    }

    private static URI url(PresentedTokens tokens, String rawPath) {
        HttpHeaders none = HttpHeaders.of(Map.of(), (name, value) -> true);
        GuardedRequest request = new GuardedRequest("GET", rawPath, null, none, max -> new byte[0]);
        PresentedToken presented = tokens.of(request, new Credentials(Scheme.DPOP, Secret.of("token")));
        return presented.url();
    }

    @Test
    void theUrlOfTheResourceIsMadeOnce() {
        assertSame(url(tokens, "/mcp"), url(tokens, "/mcp"));
        assertNotSame(url(tokens, "/mcp/a"), url(tokens, "/mcp/a"), "others are not kept");
    }

    // only this path is the resource: one that looks alike has a URL of its own
    @ParameterizedTest
    @ValueSource(strings = {"/mcp/", "/MCP", "/mcp;x", "/m%63p", "/mc", "/"})
    void aPathThatLooksLikeThatOfTheResourceIsAnother(String rawPath) {
        assertEquals(URI.create("https://mcp.example:8443" + rawPath), url(tokens, rawPath));
    }

    @Test
    void aResourceWithoutPathHasTheRoot() {
        PresentedTokens ofRoot = new PresentedTokens(ResourceServerConfiguration.builder(
                        ResourceIdentifier.of("https://mcp.example"), List.of(Issuer.of("https://as.example")))
                .build());
        assertEquals(URI.create("https://mcp.example/"), url(ofRoot, "/"));
        assertEquals(URI.create("https://mcp.example/"), url(ofRoot, ""));
        assertEquals(URI.create("https://mcp.example/mcp"), url(ofRoot, "/mcp"));
    }
}
