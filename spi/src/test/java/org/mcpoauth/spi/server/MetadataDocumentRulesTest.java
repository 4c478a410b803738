package org.mcpoauth.spi.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mcpoauth.api.error.ConfigurationException;

/** draft-ietf-oauth-client-id-metadata-document, sections 4.4, 6.4 and 6.6. */
class MetadataDocumentRulesTest {
    private static final MetadataDocumentRules RULES = MetadataDocumentRules.DEFAULT;

    @Test
    void withoutHostsEveryHostIsAllowed() {
        assertTrue(RULES.mayFetch(URI.create("https://any.example/client.json")));
    }

    @ParameterizedTest
    @CsvSource({
        "https://apps.example/client.json, true",
        "https://APPS.example/client.json, true",
        "https://apps.example:8443/client.json, true",
        "https://[2001:db8::1]/client.json, true",
        "https://sub.apps.example/client.json, false",
        "https://apps.example./client.json, false",
        "https://apps.example.evil.example/client.json, false",
        "https://evil.example/apps.example, false",
        "https:///client.json, false"
    })
    void aHostIsComparedAsAWhole(String document, boolean allowed) {
        MetadataDocumentRules rules = RULES.withAllowedHosts(Set.of("Apps.Example", "[2001:db8::1]"));
        assertEquals(allowed, rules.mayFetch(URI.create(document)));
    }

    @Test
    void thePolicyCanOnlyRefuse() {
        MetadataDocumentRules rules = RULES.withAllowedHosts(Set.of("apps.example"))
                .withPolicy(new MetadataDocumentPolicy() {
                    @Override
                    public boolean mayFetch(URI document) {
                        return !document.getPath().startsWith("/old");
                    }
                });
        assertTrue(rules.mayFetch(URI.create("https://apps.example/new")));
        assertFalse(rules.mayFetch(URI.create("https://apps.example/old")));
        assertFalse(rules.mayFetch(URI.create("https://other.example/new")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "https://apps.example",
                "apps.example:443",
                "apps.example/",
                "user@apps.example",
                "*.example",
                "apps example",
                "::1",
                "apps.example?x",
                "apps.example#x"
            })
    void whatIsNoHostIsRefused(String host) {
        assertEquals("cimd.allowed-hosts", key(() -> RULES.withAllowedHosts(Set.of(host))));
    }

    @ParameterizedTest
    @CsvSource({
        "-PT1S, PT1H, cimd.cache-min",
        "PT2H, PT1H, cimd.cache-min",
        "PT0S, PT0S, cimd.cache-max",
        "PT0S, -PT1S, cimd.cache-max",
        "PT0S, PT24H0.001S, cimd.cache-max"
    })
    void timesRiseToADayAtMost(Duration min, Duration max, String key) {
        assertEquals(key, key(() -> RULES.withCacheTimes(min, max)));
    }

    @Test
    void theBoundsThemselvesAreAllowed() {
        MetadataDocumentRules rules =
                RULES.withCacheTimes(Duration.ZERO, Duration.ofHours(24)).withMaxBytes(65536);
        assertEquals(Duration.ZERO, rules.cacheMin());
        assertEquals(Duration.ofHours(24), rules.cacheMax());
        assertEquals(65536, rules.maxBytes());
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 65537, Integer.MAX_VALUE})
    void aSizeIsBounded(int bytes) {
        assertEquals("cimd.max-size", key(() -> RULES.withMaxBytes(bytes)));
    }

    private static String key(Runnable change) {
        return assertThrows(ConfigurationException.class, change::run).key();
    }
}
