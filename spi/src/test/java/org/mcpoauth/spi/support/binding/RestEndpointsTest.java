package org.mcpoauth.spi.support.binding;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.ws.rs.container.ContainerRequestContext;
import java.lang.reflect.Proxy;
import java.net.http.HttpHeaders;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("RFC 9110, section 5.3: every line of a field is seen, and names have no case")
class RestEndpointsTest {

    // a runtime that keeps names as they came must not hide the second of two Authorization lines
    @Test
    void linesWhoseNamesDifferInCaseAreLinesOfOneField() {
        Map<String, List<String>> lines = new LinkedHashMap<>();
        lines.put("Authorization", List.of("Bearer one", "Bearer two"));
        lines.put("Host", List.of("mcp.example"));
        lines.put("authorization", List.of("Bearer three"));
        HttpHeaders headers = RestEndpoints.headers(lines);
        assertEquals(List.of("Bearer one", "Bearer two", "Bearer three"), headers.allValues("AUTHORIZATION"));
        assertEquals(List.of("mcp.example"), headers.allValues("host"));
        assertEquals(2, headers.map().size());
    }

    @Test
    void everyLineIsKeptAsItIs() {
        Map<String, List<String>> lines = Map.of("X", List.of("a, b", "", "a, b"));
        assertEquals(List.of("a, b", "", "a, b"), RestEndpoints.headers(lines).allValues("x"));
        assertTrue(RestEndpoints.headers(Map.of()).map().isEmpty());
    }

    /** Jakarta REST does not tell it, and no peer can set a property. */
    @Test
    void theAddressOfThePeerIsWhatTheApplicationSays() {
        assertEquals("192.0.2.1", RestEndpoints.remoteAddress(with("192.0.2.1")));
        assertNull(RestEndpoints.remoteAddress(with(null)));
        assertNull(RestEndpoints.remoteAddress(with(42)), "what is no text is none");
    }

    private static ContainerRequestContext with(@Nullable Object address) {
        return (ContainerRequestContext) Proxy.newProxyInstance(
                RestEndpointsTest.class.getClassLoader(),
                new Class<?>[] {ContainerRequestContext.class},
                (proxy, method, arguments) -> {
                    assertEquals("getProperty", method.getName());
                    return "org.mcpoauth.remote-address".equals(arguments[0]) ? address : null;
                });
    }
}
