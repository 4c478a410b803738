package org.mcpoauth.server.proof;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mcpoauth.spi.support.codec.MalformedException;

@DisplayName("RFC 9449, section 4.3, check 9; RFC 3986, sections 6.2.2 and 6.2.3")
class TargetUriTest {
    private static final String URL = "https://mcp.example/a/b";

    @ParameterizedTest
    @ValueSource(
            strings = {
                URL,
                "HTTPS://MCP.EXAMPLE/a/b",
                "https://mcp.example:443/a/b",
                "https://mcp.example:/a/b",
                "https://mcp.example/a/b?x=1",
                "https://mcp.example/a/b#part",
                "https://mcp.example/a/b?x=1#part",
                "https://mcp.example/%61/%62",
                "https://mcp.example/a/./b",
                "https://mcp.example/x/../a/b",
                "https://mcp.example/../a/b"
            })
    void spellingsOfOneUriAreEqual(String spelling) throws MalformedException {
        assertEquals(TargetUri.parse(URL), TargetUri.parse(spelling));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://mcp.example/a/b",
                "https://mcp.example:8443/a/b",
                "https://mcp.example:80/a/b",
                "https://mcp.example.evil/a/b",
                "https://mcp.example/a/B",
                "https://mcp.example/a/b/",
                "https://mcp.example/a//b",
                "https://mcp.example/a/b/..",
                "https://mcp.example/a%2Fb",
                "https://mcp.example/",
                "https://mcp.example./a/b"
            })
    void otherUrisAreNotEqual(String other) throws MalformedException {
        assertNotEquals(TargetUri.parse(URL), TargetUri.parse(other));
    }

    @ParameterizedTest
    @CsvSource({
        "https://h,https://h/",
        "http://h:80,http://h/",
        "https://h/a/..,https://h/",
        "https://h/a/b/.,https://h/a/b/",
        "https://h/a/b/..,https://h/a/",
        "https://h//a,https://h//a",
        "https://h/%7e%c3%a4,https://h/~%C3%A4",
        "https://[2001:DB8::1]:443/a,https://[2001:db8::1]/a"
    })
    void theNormalFormIsThatOfTheGenericSyntax(String text, String normal) throws MalformedException {
        assertEquals(normal, TargetUri.parse(text).text());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/a/b",
                "//mcp.example/a/b",
                "mcp.example/a/b",
                "ftp://mcp.example/a/b",
                "https:/a/b",
                "https:mcp.example",
                "https://user@mcp.example/a/b",
                "https://mcp.example/a b",
                " https://mcp.example/a/b",
                "https://mcp.example/ä",
                "https://mcp.example/%zz",
                "https://mcp.example/%4",
                "https://mcp_example/a/b",
                "https://mcp.example/a\\b"
            })
    void whatIsNoAbsoluteHttpUriIsMalformed(String text) {
        assertThrows(MalformedException.class, () -> TargetUri.parse(text));
    }
}
