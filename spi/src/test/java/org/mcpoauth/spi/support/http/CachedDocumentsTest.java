package org.mcpoauth.spi.support.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.mcpoauth.spi.support.http.CachedDocuments.Entry;

/** Who makes room when there is none. */
class CachedDocumentsTest {
    private static final String QUIET = "https://quiet.example/client.json";

    private final CachedDocuments<String> documents = new CachedDocuments<>(100, 10_000);

    private void put(String url, int bytes) {
        Instant end = Instant.MAX;
        documents.put(url, new Entry<>(url, new Document(new byte[bytes], null, null), end, end, end));
    }

    @Test
    void aHostWithManyDocumentsPushesOutItsOwn() {
        put(QUIET, 10);
        for (int i = 0; i < 10_000; i++) {
            put((i % 2 == 0 ? "https://busy.example/" : "https://BUSY.example/") + i, 10);
        }

        assertNotNull(documents.find(QUIET));
        assertNull(documents.find("https://busy.example/9800"));
        assertNotNull(documents.find("https://BUSY.example/9999"), "one host, however it is spelled");
    }

    @Test
    void hostsWithLargeDocumentsPushOutEachOther() {
        put(QUIET, 100);
        for (int i = 0; i < 1000; i++) {
            put("https://host-" + i + ".example/keys", 5000);
        }

        assertNotNull(documents.find(QUIET));
        assertNull(documents.find("https://host-998.example/keys"));
    }

    @Test
    void amongEqualsTheOneUnusedForLongestGoes() {
        for (int i = 0; i < 100; i++) {
            put("https://host-" + i + ".example/client.json", 10);
        }
        documents.find("https://host-0.example/client.json");
        put(QUIET, 10);

        assertNotNull(documents.find("https://host-0.example/client.json"));
        assertNull(documents.find("https://host-1.example/client.json"));
        assertEquals(QUIET, assertPresent(QUIET).value());
    }

    /** Anybody can have any number of hosts, each with less than an honest one. */
    @Test
    void aHostWithAFewDocumentsLosesNoneThatIsUsedToHostsWithOne() {
        put(QUIET, 10);
        put("https://quiet.example/other.json", 10);
        for (int i = 0; i < 1000; i++) {
            put("https://host-" + i + ".example/client.json", 10);
            documents.find(QUIET);
            documents.find("https://quiet.example/other.json");
        }

        assertNotNull(documents.find(QUIET));
        assertNotNull(documents.find("https://quiet.example/other.json"));
    }

    @Test
    void aHostWithDocumentsOfSomeSizeLosesNoneThatIsUsedToHostsWithSmallerOnes() {
        put(QUIET, 600);
        for (int i = 0; i < 1000; i++) {
            put("https://host-" + i + ".example/keys", 500);
            documents.find(QUIET);
        }

        assertNotNull(documents.find(QUIET));
    }

    @Test
    void aHostIsCountedForWhatItHasNow() {
        for (int i = 0; i < 50; i++) {
            put("https://quiet.example/" + i, 10);
        }
        for (int i = 0; i < 50; i++) {
            put("https://quiet.example/0", 10);
            documents.remove("https://quiet.example/" + i);
        }
        put(QUIET, 10);
        for (int i = 0; i < 1000; i++) {
            put("https://host-" + i + ".example/client.json", 10);
            documents.find(QUIET);
        }

        assertNotNull(documents.find(QUIET));
    }

    private Entry<String> assertPresent(String url) {
        Entry<String> entry = documents.find(url);
        assertNotNull(entry);
        return entry;
    }
}
