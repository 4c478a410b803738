package org.mcpoauth.spi.key;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mcpoauth.api.Issuer;
import org.mcpoauth.api.error.FailureCode;
import org.mcpoauth.api.error.StorageException;
import org.mcpoauth.spi.store.StateEntry;
import org.mcpoauth.spi.store.StateKey;
import org.mcpoauth.spi.support.store.InMemoryStateStore;
import org.mcpoauth.spi.support.store.StoreLimits;

class StoredKeySetCacheTest {
    private static final Instant NOW = Instant.parse("2026-11-21T10:00:00.123Z");
    private static final Issuer ISSUER = Issuer.of("https://as.example/tenant");
    private static final Duration DAY = Duration.ofDays(1);

    private final AtomicReference<Instant> clock = new AtomicReference<>(NOW);
    private final InMemoryStateStore store = new InMemoryStateStore(clock::get, StoreLimits.defaults());
    private final StoredKeySetCache cache = new StoredKeySetCache(store, DAY);

    private static CachedKeySet keySet(Issuer issuer, String document) {
        return new CachedKeySet(issuer, URI.create("https://as.example/keys"), document, NOW, "\"v1\"");
    }

    private StateKey storedKey() {
        return store.scan("key-set", null, null, 10)
                .entries()
                .keySet()
                .iterator()
                .next();
    }

    @Test
    void whatWasSavedLastIsLoaded() {
        assertEquals(Optional.empty(), cache.load(ISSUER));
        cache.save(keySet(ISSUER, "{\"keys\":[1]}"));
        cache.save(keySet(ISSUER, "{\"keys\":[\"ä\"]}"));
        assertEquals(Optional.of(keySet(ISSUER, "{\"keys\":[\"ä\"]}")), cache.load(ISSUER));
        assertEquals(1, store.count("key-set"));
    }

    @Test
    void theEntityTagMayBeMissing() {
        CachedKeySet untagged = new CachedKeySet(ISSUER, URI.create("https://as.example/keys"), "{}", NOW, null);
        cache.save(untagged);
        assertEquals(Optional.of(untagged), cache.load(ISSUER));
    }

    @Test
    void issuersAreKeptApart() {
        Issuer other = Issuer.of("https://as.example/tenant/");
        cache.save(keySet(ISSUER, "{}"));
        assertEquals(Optional.empty(), cache.load(other));
        cache.save(keySet(other, "{\"keys\":[]}"));
        assertEquals("{}", cache.load(ISSUER).orElseThrow().document());
    }

    @Test
    void aSetEndsWithItsTime() {
        cache.save(keySet(ISSUER, "{}"));
        clock.set(NOW.plus(DAY));
        assertEquals(Optional.empty(), cache.load(ISSUER));
    }

    @Test
    void aSetThatDoesNotFitIsRefusedAndTheOldOneStays() {
        cache.save(keySet(ISSUER, "{}"));
        CachedKeySet large = keySet(ISSUER, "{" + " ".repeat(70_000) + "}");
        StorageException e = assertThrows(StorageException.class, () -> cache.save(large));
        assertEquals(FailureCode.STORE_FULL, e.code());
        assertEquals("{}", cache.load(ISSUER).orElseThrow().document());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "{}",
                "{\"issuer\":1,\"location\":\"https://as.example/k\",\"document\":\"{}\",\"fetched_at\":\"2026-11-21T10:00:00Z\"}",
                "{\"issuer\":\"\",\"location\":\"https://as.example/k\",\"document\":\"{}\",\"fetched_at\":\"2026-11-21T10:00:00Z\"}",
                "{\"issuer\":\"https://as.example\",\"location\":\" \",\"document\":\"{}\",\"fetched_at\":\"2026-11-21T10:00:00Z\"}",
                "{\"issuer\":\"https://as.example\",\"location\":\"https://as.example/k\",\"document\":{},\"fetched_at\":\"2026-11-21T10:00:00Z\"}",
                "{\"issuer\":\"https://as.example\",\"location\":\"https://as.example/k\",\"document\":\"{}\",\"fetched_at\":\"yesterday\"}"
            })
    void anEntryThatSomethingElseWroteIsUnreadable(String value) {
        cache.save(keySet(ISSUER, "{}"));
        StateKey key = storedKey();
        store.take(key);
        store.putIfAbsent(key, StateEntry.of(value), DAY);
        StorageException e = assertThrows(StorageException.class, () -> cache.load(ISSUER));
        assertEquals(FailureCode.STORE_UNAVAILABLE, e.code());
        cache.save(keySet(ISSUER, "{}"));
        assertEquals("{}", cache.load(ISSUER).orElseThrow().document());
    }

    @Test
    void aTimeToLiveIsPositive() {
        assertThrows(IllegalArgumentException.class, () -> new StoredKeySetCache(store, Duration.ZERO));
        assertThrows(IllegalArgumentException.class, () -> new StoredKeySetCache(store, DAY.negated()));
    }

    @Test
    void aDocumentIsBoundedAndNotShown() {
        assertThrows(IllegalArgumentException.class, () -> keySet(ISSUER, " ".repeat((512 << 10) + 1)));
        assertFalse(keySet(ISSUER, "{\"keys\":[]}").toString().contains("keys\""));
    }

    @Test
    void noCacheKeepsNothing() {
        KeySetCache.NONE.save(keySet(ISSUER, "{}"));
        assertEquals(Optional.empty(), KeySetCache.NONE.load(ISSUER));
    }
}
