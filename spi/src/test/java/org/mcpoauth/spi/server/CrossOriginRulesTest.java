package org.mcpoauth.spi.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mcpoauth.api.error.ConfigurationException;

/** RFC 6454, section 6.2: what an origin looks like; Fetch Standard, "CORS protocol". */
class CrossOriginRulesTest {

    @Test
    void everyOriginOrNone() {
        assertTrue(CrossOriginRules.ANY.isAny());
        assertFalse(CrossOriginRules.NONE.isAny());
        assertEquals(Set.of(), CrossOriginRules.NONE.origins());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://app.example",
                "https://app.example:8443",
                "http://localhost:6274",
                "https://[2001:db8::1]:8443",
                "chrome-extension://abcdefghijklmnop"
            })
    void anOriginIsAsBrowsersSendIt(String origin) {
        assertEquals(Set.of(origin), new CrossOriginRules(Set.of(origin)).origins());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "app.example",
                "https://",
                "https://app.example/",
                "https://app.example/page",
                "https://app.example?x",
                "https://app.example#x",
                "https://user@app.example",
                "https://app.example:443",
                "http://app.example:80",
                "https://app.example:",
                "https://APP.example",
                "HTTPS://app.example",
                "https://*.example",
                "https://app.example https://other.example",
                " https://app.example",
                "https:app.example"
            })
    void whatNoBrowserSendsIsRefused(String origin) {
        assertRefused(Set.of(origin));
        assertRefused(Set.of("https://other.example", origin));
    }

    @Test
    void everyOriginStandsAlone() {
        assertRefused(Set.of("*", "https://app.example"));
    }

    private static void assertRefused(Set<String> origins) {
        ConfigurationException e = assertThrows(ConfigurationException.class, () -> new CrossOriginRules(origins));
        assertEquals("cors-origins", e.key());
    }
}
