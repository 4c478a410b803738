package org.mcpoauth.cdi.config;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KeyReviewTest {

    @ParameterizedTest
    @CsvSource({
        "mcp.oauth.resource.autorization-servers, mcp.oauth.resource.authorization-servers",
        "mcp.oauth.client.crm.server-uri, mcp.oauth.client.crm.server-url",
        "mcp.oauth.client.scope, mcp.oauth.client.scopes",
        "mcp.oauth.as.refresh-token.idle.ttl, mcp.oauth.as.refresh-token.idle-ttl",
        "mcp.oauth.enable, mcp.oauth.enabled",
        "mcp.oauth.resource.notes.session-bindings, mcp.oauth.resource.notes.session-binding",
        "mcp.oauth.resource.issuer.corp.jwks-uri, mcp.oauth.resource.issuer.<name>.jwks-url",
        "mcp.oauth.client.step-up.max-retry, mcp.oauth.client.step-up.max-retries"
    })
    void anUnknownKeyIsToldWithTheNearestKnownOne(String key, String nearest) {
        assertEquals(
                List.of(key + " is not known; the nearest key is " + nearest),
                new KeyReview(Keys.config(Map.of(key, "x"))).unknownKeys());
    }

    @Test
    void everyKeyOfTheTableIsKnown() {
        Map<String, String> keys = new HashMap<>();
        for (ConfigurationKey key : ConfigurationKey.values()) {
            key.fullNames().forEach(name -> keys.put(filled(name), "x"));
            key.fallbacks().forEach(fallback -> keys.put(fallback, "x"));
            if (key.role() == Role.CLIENT) {
                key.suffixes().forEach(suffix -> keys.put("mcp.oauth.client.crm." + filled(suffix), "x"));
            }
            if (key.role() == Role.RESOURCE_SERVER) {
                key.suffixes().forEach(suffix -> keys.put("mcp.oauth.resource.notes." + filled(suffix), "x"));
            }
        }
        keys.put("other.key", "x");
        assertEquals(List.of(), new KeyReview(Keys.config(keys)).unknownKeys());
    }

    @Test
    void whatWeakensSecurityIsTold() {
        assertEquals(
                List.of(
                        "mcp.oauth.dangerous-allow-http=true weakens security",
                        "mcp.oauth.resource.session-binding=dangerous-log weakens security",
                        "mcp.oauth.resource.task-binding=dangerous-off weakens security",
                        "mcp.oauth.resource.request-state.protection=dangerous-off weakens security",
                        "mcp.oauth.resource.dangerous-anonymous-methods=initialize weakens security",
                        "mcp.oauth.resource.notes.session-binding=dangerous-off weakens security"),
                dangers(Map.of(
                        "mcp.oauth.dangerous-allow-http", "true",
                        "mcp.oauth.resource.session-binding", "dangerous-log",
                        "mcp.oauth.resource.task-binding", "dangerous-off",
                        "mcp.oauth.resource.request-state.protection", "dangerous-off",
                        "mcp.oauth.resource.dangerous-anonymous-methods", "initialize",
                        "mcp.oauth.resource.notes.session-binding", "dangerous-off")));
    }

    @Test
    void theDefaultsWeakenNothing() {
        Map<String, String> keys = new HashMap<>();
        for (ConfigurationKey key : ConfigurationKey.values()) {
            if (!key.defaultValue().equals("none")) {
                keys.put(key.fullName(), key.defaultValue());
            }
        }
        assertEquals(List.of(), dangers(keys));
    }

    @Test
    void aValueThatIsNoChoiceIsNotShown() {
        assertEquals(List.of(), dangers(Map.of("mcp.oauth.client.crm.client-secret", "dangerous-secret")));
    }

    private static String filled(String name) {
        return name.replace("<parameter>", "audience").replace("<name>", "corp");
    }

    private static List<String> dangers(Map<String, String> keys) {
        return new KeyReview(Keys.config(keys)).dangerousSettings(Set.of("crm"), Set.of("default", "notes"));
    }
}
