package org.mcpoauth.jcache;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mcpoauth.api.error.ConfigurationException;
import org.mcpoauth.spi.McpOAuthRuntime;

class JCacheStateStoreProviderTest {

    @Test
    void aLocationIsANameOrAManagerAndANameOrAJndiName() {
        assertEquals(new CacheLocation(null, null, "state"), CacheLocation.parse("state"));
        assertEquals(
                new CacheLocation(null, URI.create("classpath:cluster.xml"), "state"),
                CacheLocation.parse("classpath:cluster.xml#state"));
        assertEquals(new CacheLocation("java:app/cache/state", null, ""), CacheLocation.parse("java:app/cache/state"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "#state", "file:x#", "file: x#state"})
    void anotherLocationIsRefused(String text) {
        assertProblem("", text);
    }

    @Test
    void aMissingEngineIsTold() {
        assertProblem("there is not exactly one JCache engine", "state");
    }

    @Test
    void aJndiNameThatIsNotBoundIsTold() {
        assertProblem("is not the JNDI name of a cache", "java:app/cache/state");
    }

    private static void assertProblem(String message, String location) {
        ConfigurationException refused = assertThrows(
                ConfigurationException.class,
                () -> new JCacheStateStoreProvider().open(location, InstantSource.system()));
        assertEquals("store.jcache", refused.key());
        assertTrue(String.valueOf(refused.getMessage()).contains(message), refused.getMessage());
    }

    @Test
    void theRuntimeFindsItByItsKindAndSaysWhatIsWrong() {
        McpOAuthRuntime.Builder builder = McpOAuthRuntime.builder().stateStore("jcache", "state");
        ConfigurationException refused = assertThrows(ConfigurationException.class, builder::build);
        assertEquals("store.jcache", refused.key());
        McpOAuthRuntime.Builder unknown = McpOAuthRuntime.builder().stateStore("tape", "state");
        ConfigurationException missing = assertThrows(ConfigurationException.class, unknown::build);
        assertTrue(String.valueOf(missing.getMessage()).contains("mcp-oauth-tape-store"), missing.getMessage());
    }
}
