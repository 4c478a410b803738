package org.mcpoauth.cdi.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mcpoauth.api.Issuer;
import org.mcpoauth.api.Scopes;
import org.mcpoauth.spi.ResourceServerConfiguration;

/** Several protected resources in one application, each with its own identifier (RFC 9728, section 1.2). */
class NamedResourcesTest {
    private static final Map<String, String> TWO = Map.of(
            "mcp.oauth.resource.notes.url", "https://mcp.example/notes",
            "mcp.oauth.resource.mail.url", "https://mcp.example/mail",
            "mcp.oauth.resource.authorization-servers", "https://as.example");

    @Test
    void eachNameIsAResource() {
        assertEquals(Set.of("notes", "mail"), names(TWO));
        assertEquals("https://mcp.example/notes", read("notes", TWO).resource().value());
        assertEquals("https://mcp.example/mail", read("mail", TWO).resource().value());
    }

    @Test
    void keysWithoutANameAreDefaultsForAll() {
        Map<String, String> keys = with(TWO, "mcp.oauth.resource.scopes-required", "read");
        keys.put("mcp.oauth.resource.mail.scopes-required", "mail");
        keys.put("mcp.oauth.resource.mail.authorization-servers", "https://other.example");
        assertEquals(Scopes.of("read"), read("notes", keys).scopes().required());
        assertEquals(Scopes.of("mail"), read("mail", keys).scopes().required());
        assertEquals(
                List.of(Issuer.of("https://as.example")), read("notes", keys).authorizationServers());
        assertEquals(
                List.of(Issuer.of("https://other.example")), read("mail", keys).authorizationServers());
    }

    // RFC 8707, section 2: a token is for the resource it was asked for
    @Test
    void audiencesAreNoDefaultForOthers() {
        Map<String, String> keys = with(TWO, "mcp.oauth.resource.audiences", "api://mcp");
        keys.put("mp.jwt.verify.audiences", "api://jwt");
        assertEquals(List.of("https://mcp.example/notes"), read("notes", keys).audiences());
        assertEquals(List.of("https://mcp.example/mail"), read("mail", keys).audiences());
    }

    @Test
    void aResourceWithoutANameStandsBesideNamedOnes() {
        Map<String, String> keys = with(TWO, "mcp.oauth.resource.url", "https://mcp.example/mcp");
        assertEquals(Set.of("default", "notes", "mail"), names(keys));
        assertEquals("https://mcp.example/mcp", read("default", keys).resource().value());
        assertEquals("https://mcp.example/notes", read("notes", keys).resource().value());
    }

    @ParameterizedTest
    @ValueSource(strings = {"uri", "audiences", "metadata.url", "metadata.name"})
    void aKeyThatIsNoDefaultDemandsTheResourceWithoutAName(String key) {
        assertTrue(names(with(TWO, "mcp.oauth.resource." + key, "x")).contains("default"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"scopes-required", "token.profile", "issuer.corp.url", "max.body.size"})
    void defaultsAloneDemandNone(String key) {
        assertFalse(names(with(TWO, "mcp.oauth.resource." + key, "x")).contains("default"));
    }

    @Test
    void aNamedResourceWithoutItsUrlIsRefused() {
        Map<String, String> keys = with(TWO, "mcp.oauth.resource.calendar.uri", "https://mcp.example/calendar");
        assertTrue(names(keys).contains("calendar"));
        assertEquals(
                List.of("mcp.oauth.resource.calendar.url: is missing; expected URL: the public URL of the MCP"
                        + " endpoint, as clients use it"),
                Keys.problems(() -> read("calendar", keys)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"token", "jwks", "issuer", "dpop", "a.b", ""})
    void whatBeginsAKeyIsNoName(String name) {
        List<String> problems = Keys.problems(() -> read(name, TWO));
        assertTrue(
                problems.contains(
                        "mcp.oauth.resource." + name + ": is no usable name: it has a dot, is empty or begins a key"),
                problems::toString);
    }

    @Test
    void environmentVariablesOfTheResourceWithoutANameAreNoName() {
        assertEquals(
                Set.of("default"),
                names(Map.of(
                        "mcp.oauth.resource.max.body.size", "1000",
                        "mcp.oauth.resource.authorization.servers", "https://as.example")));
    }

    @Test
    void twoResourcesMustNotHaveOneUrl() {
        Map<String, String> keys = with(TWO, "mcp.oauth.resource.mail.url", "https://mcp.example/notes");
        assertEquals(
                List.of("mcp.oauth.resource.notes.url: is the same as mcp.oauth.resource.mail.url"),
                Keys.problems(() -> ResourceServerConfigurations.requireDistinct(Keys.config(keys), names(keys))));
    }

    @Test
    void aRuleOfANamedResourceIsToldByItsFullKey() {
        Map<String, String> keys = with(TWO, "mcp.oauth.resource.notes.token.algorithms", "HS256");
        assertEquals(
                List.of("mcp.oauth.resource.notes.token.algorithms: takes asymmetric algorithms only"),
                Keys.problems(() -> read("notes", keys)));
    }

    private static Map<String, String> with(Map<String, String> keys, String key, String value) {
        Map<String, String> all = new HashMap<>(keys);
        all.put(key, value);
        return all;
    }

    private static Set<String> names(Map<String, String> keys) {
        return ResourceServerConfigurations.names(Keys.config(keys));
    }

    private static ResourceServerConfiguration read(String name, Map<String, String> keys) {
        return ResourceServerConfigurations.read(Keys.config(keys), name, builder -> {});
    }
}
