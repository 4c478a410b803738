package org.mcpoauth.server.token;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mcpoauth.api.Issuer;
import org.mcpoauth.api.ResourceIdentifier;
import org.mcpoauth.api.error.FailureCode;
import org.mcpoauth.api.error.StorageException;
import org.mcpoauth.api.error.TokenRejectedException;
import org.mcpoauth.api.error.TransportException;
import org.mcpoauth.api.token.PresentedToken;
import org.mcpoauth.api.token.TokenVerifier;
import org.mcpoauth.server.MovableClock;
import org.mcpoauth.server.ScriptedTransport;
import org.mcpoauth.server.TestIssuer;
import org.mcpoauth.spi.ResourceServerConfiguration;
import org.mcpoauth.spi.key.CachedKeySet;
import org.mcpoauth.spi.key.KeySetCache;
import org.mcpoauth.spi.key.StoredKeySetCache;
import org.mcpoauth.spi.resource.TokenCacheLimits;
import org.mcpoauth.spi.resource.TrustedIssuer;
import org.mcpoauth.spi.support.store.InMemoryStateStore;
import org.mcpoauth.spi.support.store.StoreLimits;

/** Key sets that are exported and imported, so that a restart needs no issuer (RFC 7517, section 5). */
class KeptKeySetTest {
    private static final URI URL = URI.create(TestIssuer.RESOURCE);

    private final MovableClock clock = new MovableClock();
    private final ScriptedTransport transport = new ScriptedTransport();
    private final Deque<Runnable> behind = new ArrayDeque<>();
    private final Memory cache = new Memory();
    private TestIssuer issuer;
    private TokenVerifier verifier;

    /** What a cache of an application could be. */
    private static final class Memory implements KeySetCache {
        private final Map<Issuer, CachedKeySet> sets = new ConcurrentHashMap<>();

        @Override
        public Optional<CachedKeySet> load(Issuer of) {
            return Optional.ofNullable(sets.get(of));
        }

        @Override
        public void save(CachedKeySet keySet) {
            sets.put(keySet.issuer(), keySet);
        }
    }

    /** A cache whose store is down. */
    private static final class Broken implements KeySetCache {
        @Override
        public Optional<CachedKeySet> load(Issuer of) {
            throw down();
        }

        @Override
        public void save(CachedKeySet keySet) {
            throw down();
        }

        private static StorageException down() {
            return new StorageException(FailureCode.STORE_UNAVAILABLE, "scripted", null);
        }
    }

    @BeforeEach
    void start() {
        issuer = new TestIssuer("http://127.0.0.1:7000/tenant", transport, clock);
        verifier = verifier(cache, null);
    }

    private void restart(KeySetCache with) {
        verifier = verifier(with, null);
    }

    private TokenVerifier verifier(KeySetCache with, @Nullable URI jwksUrl) {
        ResourceServerConfiguration configuration = ResourceServerConfiguration.builder(
                        ResourceIdentifier.of(TestIssuer.RESOURCE), List.of(issuer.issuer()))
                .issuers(List.of(TrustedIssuer.of(issuer.issuer()).withJwksUrl(jwksUrl)))
                .tokenCache(TokenCacheLimits.OFF)
                .build();
        return new JwtVerifierFactory()
                .verifier(configuration, TestIssuer.services(transport, clock, behind::add, with));
    }

    private void issuerIsDown() {
        transport.breakDown(issuer.metadataUrl());
        transport.breakDown(issuer.keysUrl());
    }

    private String token() {
        long exp = clock.instant().plus(Duration.ofDays(10)).getEpochSecond();
        return issuer.token(claims -> claims.add("exp", exp));
    }

    private void verify(String token) {
        assertEquals(
                "alice",
                verifier.verify(PresentedToken.bearer(token, "POST", URL))
                        .principal()
                        .subject());
    }

    private void assertUnavailable(String token) {
        assertThrows(TransportException.class, () -> verifier.verify(PresentedToken.bearer(token, "POST", URL)));
    }

    private void runBehind() {
        while (!behind.isEmpty()) {
            behind.remove().run();
        }
    }

    private void keep(String document, Instant fetchedAt) {
        cache.save(new CachedKeySet(issuer.issuer(), issuer.keysUrl(), document, fetchedAt, null));
    }

    private String keySet() {
        return TestIssuer.keySet(List.of(issuer.key()));
    }

    @Test
    void aRestartWhileTheIssuerIsDownStillVerifies() {
        verify(token());
        issuerIsDown();
        restart(cache);
        verify(token());
    }

    @Test
    void aColdStartMakesNoCallBeforeTheRefreshIsDue() {
        keep(keySet(), clock.instant().minus(Duration.ofMinutes(59)));
        verify(token());
        assertEquals(0, transport.calls());
        assertEquals(0, behind.size());
        clock.move(Duration.ofMinutes(1));
        verify(token());
        assertEquals(0, transport.calls(), "nor does the request wait then");
        runBehind();
        assertEquals(1, transport.calls(issuer.keysUrl()));
    }

    @Test
    void anImportedSetThatIsStaleIsRenewedBehindTheFirstRequest() {
        keep(keySet(), clock.instant().minus(Duration.ofHours(2)));
        verify(token());
        assertEquals(0, transport.calls());
        runBehind();
        assertEquals(clock.instant(), cache.load(issuer.issuer()).orElseThrow().fetchedAt());
    }

    @Test
    void anImportedSetIsNotTrustedLongerThanAFetchedOne() {
        issuerIsDown();
        keep(keySet(), clock.instant().minus(Duration.ofHours(24)));
        assertUnavailable(token());
        keep(keySet(), clock.instant().minus(Duration.ofHours(24)).plusSeconds(1));
        clock.move(Duration.ofSeconds(1).dividedBy(2));
        String token = token();
        restart(cache);
        verify(token);
        clock.move(Duration.ofSeconds(1).dividedBy(2));
        assertUnavailable(token);
    }

    @Test
    void aSetFromTheFutureIsRefused() {
        keep(keySet(), clock.instant().plusMillis(1));
        issuerIsDown();
        assertUnavailable(token());
        clock.move(Duration.ofMinutes(1));
        verify(token());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "<html>",
                "[]",
                "{\"keys\":[]}",
                "{\"keys\":[],\"keys\":[]}",
                "{\"keys\":[{\"kty\":\"oct\",\"k\":\"AAAA\",\"kid\":\"k\"}]}"
            })
    void anImportedSetIsReadAsAFetchedOne(String document) {
        keep(document, clock.instant());
        verify(token());
        assertEquals(1, transport.calls(issuer.keysUrl()), "it does not stand in the way of a fetch");
    }

    @Test
    void aSetOfAnotherIssuerIsRefused() {
        CachedKeySet foreign =
                new CachedKeySet(Issuer.of("http://127.0.0.1:7001"), issuer.keysUrl(), keySet(), clock.instant(), null);
        cache.sets.put(issuer.issuer(), foreign);
        issuerIsDown();
        assertUnavailable(token());
    }

    @Test
    void aSetFromAnotherPlaceThanTheConfiguredOneIsRefused() {
        keep(keySet(), clock.instant());
        issuerIsDown();
        verifier = verifier(cache, URI.create("http://127.0.0.1:7000/other"));
        assertUnavailable(token());
        verifier = verifier(cache, issuer.keysUrl());
        verify(token());
    }

    @Test
    void aNewKeyIsAskedForAtOnceAfterAnImport() {
        keep(keySet(), clock.instant());
        issuer.rotate();
        issuer.publish();
        verify(token());
        assertEquals(1, transport.calls(issuer.keysUrl()));
    }

    @Test
    void aBrokenCacheNeitherStopsNorServes() {
        restart(new Broken());
        verify(token());
        issuerIsDown();
        restart(new Broken());
        assertUnavailable(token());
    }

    @Test
    void whatIsExportedSaysWhereAndWhenAndWithWhichTag() {
        verify(token());
        CachedKeySet kept = cache.load(issuer.issuer()).orElseThrow();
        assertEquals(issuer.keysUrl(), kept.location());
        assertEquals(clock.instant(), kept.fetchedAt());
        assertEquals(keySet(), kept.document());
    }

    @Test
    void aFailedFetchExportsNothing() {
        transport.json(issuer.keysUrl(), "{\"keys\":[]}");
        assertUnavailable(token());
        assertTrue(cache.sets.isEmpty());
    }

    @Test
    void aWithdrawnKeyIsGoneFromTheCacheToo() {
        String old = token();
        verify(old);
        issuer.rotate();
        issuer.publishKeys(List.of(issuer.key()));
        clock.move(Duration.ofHours(1));
        verify(old);
        runBehind();
        restart(cache);
        assertThrows(TokenRejectedException.class, () -> verify(old));
    }

    /** The cache in the box, shared by two nodes on one store. */
    @Test
    void aSecondNodeOnTheSameStoreNeedsNoFetch() {
        InMemoryStateStore store = new InMemoryStateStore(clock, StoreLimits.defaults());
        restart(new StoredKeySetCache(store, Duration.ofHours(24)));
        verify(token());
        issuerIsDown();
        restart(new StoredKeySetCache(store, Duration.ofHours(24)));
        verify(token());
        clock.move(Duration.ofHours(24));
        restart(new StoredKeySetCache(store, Duration.ofHours(24)));
        assertUnavailable(token());
    }
}
