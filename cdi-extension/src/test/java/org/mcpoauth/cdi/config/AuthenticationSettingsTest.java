package org.mcpoauth.cdi.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mcpoauth.api.error.ConfigurationException;
import org.mcpoauth.spi.ResourceServerConfiguration;
import org.mcpoauth.spi.resource.McpOperation;
import org.mcpoauth.spi.resource.UserAuthentication;

/** User authentication of operations by key (RFC 9470, section 3). */
class AuthenticationSettingsTest {
    private static final String KEY = "mcp.oauth.resource.operation-authentication";

    private static ResourceServerConfiguration read(String value) {
        Map<String, String> keys = new HashMap<>(Samples.least(Role.RESOURCE_SERVER));
        keys.put(KEY, value);
        return ResourceServerConfigurations.read(Keys.config(keys), builder -> {});
    }

    private static List<UserAuthentication> needed(String value, String method, @Nullable String target) {
        return read(value).operationAuthentication().requiredFor(new McpOperation(method, target));
    }

    @Test
    void anOperationNeedsTheClassesAndTheAgeOfItsLine() {
        String value = "tools/call:pay => phr mfa max-age=PT5M, tools/call:look => max-age=3600, prompts/get => mfa";
        assertEquals(
                List.of(new UserAuthentication(List.of("phr", "mfa"), Duration.ofMinutes(5))),
                needed(value, "tools/call", "pay"));
        assertEquals(
                List.of(new UserAuthentication(List.of(), Duration.ofHours(1))), needed(value, "tools/call", "look"));
        assertEquals(List.of(new UserAuthentication(List.of("mfa"), null)), needed(value, "prompts/get", "any"));
        assertEquals(List.of(), needed(value, "tools/call", "other"));
    }

    @Test
    void aTargetMayEndWithAStarAndHoldAnArrow() {
        assertEquals(
                List.of(new UserAuthentication(List.of("urn:a:b"), null)),
                needed("resources/read:x=>y/* => urn:a:b", "resources/read", "x=>y/1"));
    }

    @Test
    void anOperationThatIsNamedTwiceNeedsBoth() {
        assertEquals(
                Set.of(
                        new UserAuthentication(List.of("mfa"), null),
                        new UserAuthentication(List.of(), Duration.ofMinutes(1))),
                Set.copyOf(needed("tools/call:t => mfa, tools/call:t => max-age=60", "tools/call", "t")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "tools/call:t",
                "tools/call:t =>",
                "tools/call: => mfa",
                "=> mfa",
                "t => m\"fa",
                "t => max-age=",
                "t => max-age=soon",
                "t => max-age=-PT1S",
                "t => max-age=1 max-age=2"
            })
    void whatIsNoOperationWithADemandStopsTheStart(String value) {
        ConfigurationException e = assertThrows(ConfigurationException.class, () -> read(value));
        assertEquals(KEY, e.key());
    }
}
