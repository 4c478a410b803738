package org.mcpoauth.server.token.cache;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.JsonObjectBuilder;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.mcpoauth.api.Issuer;
import org.mcpoauth.api.Scopes;
import org.mcpoauth.api.Secret;
import org.mcpoauth.api.error.RejectionReason;
import org.mcpoauth.api.error.TokenRejectedException;
import org.mcpoauth.api.token.TokenPrincipal;
import org.mcpoauth.api.token.TokenRevoked;
import org.mcpoauth.api.token.VerifiedToken;
import org.mcpoauth.server.MovableClock;
import org.mcpoauth.server.token.TokenReader;
import org.mcpoauth.spi.resource.TokenCacheLimits;
import org.mcpoauth.spi.support.json.StrictJson;

/** The cache of verified tokens: what comes in, how long it stays, what empties it. */
class CachingReaderTest {
    private static final StrictJson JSON = StrictJson.create();
    private static final Issuer ISSUER = Issuer.of("https://as.example");
    private static final Secret TOKEN = Secret.of("good");
    private static final Duration TTL = Duration.ofMinutes(1);

    private final MovableClock clock = new MovableClock();
    private final AtomicInteger judged = new AtomicInteger();
    private final CachingReader cache = caching(10, this::judge);

    private CachingReader caching(int size, TokenReader reader) {
        return new CachingReader(reader, new TokenCacheLimits(size, TTL), null, clock, () -> {});
    }

    private VerifiedToken judge(Secret token) {
        judged.incrementAndGet();
        if (token.reveal().startsWith("bad")) {
            throw new TokenRejectedException(RejectionReason.SIGNATURE);
        }
        return token("alice", token.reveal(), Duration.ofHours(1));
    }

    private VerifiedToken token(String subject, String id, Duration lifetime) {
        Instant now = clock.instant();
        JsonObjectBuilder claims = JSON.object().add("jti", id).add("iat", now.getEpochSecond());
        return new VerifiedToken(
                new TokenPrincipal("client", ISSUER, subject),
                Scopes.NONE,
                List.of("https://rs.example"),
                now.plus(lifetime),
                Set.of(),
                null,
                claims.build());
    }

    private void assertJudgedAnew(CachingReader reader, Secret token) {
        int before = judged.get();
        reader.read(token);
        assertEquals(before + 1, judged.get(), "judged anew");
    }

    private void assertRemembered(CachingReader reader, Secret token) {
        int before = judged.get();
        reader.read(token);
        assertEquals(before, judged.get(), "remembered");
    }

    @Test
    void anAcceptedTokenIsJudgedOnce() {
        VerifiedToken first = cache.read(TOKEN);
        assertSame(first, cache.read(Secret.of("good")));
        assertEquals(1, judged.get());
    }

    @Test
    void anotherTextIsAnotherToken() {
        cache.read(TOKEN);
        assertJudgedAnew(cache, Secret.of("good "));
    }

    @Test
    void aRefusedTokenIsNeverRemembered() {
        for (int i = 0; i < 3; i++) {
            assertThrows(TokenRejectedException.class, () -> cache.read(Secret.of("bad")));
        }
        assertEquals(3, judged.get());
        assertEquals(0, cache.size());
    }

    @Test
    void strangersPushNothingOut() {
        cache.read(TOKEN);
        for (int i = 0; i < 100_000; i++) {
            Secret hostile = Secret.of("bad" + i);
            assertThrows(TokenRejectedException.class, () -> cache.read(hostile));
        }
        assertRemembered(cache, TOKEN);
        assertEquals(1, cache.size());
    }

    @Test
    void aHundredThousandGoodTokensStayWithinTheBound() {
        CachingReader small = caching(100, this::judge);
        for (int i = 0; i < 100_000; i++) {
            small.read(Secret.of("good" + i));
            if (i % 1000 == 0) {
                assertTrue(small.size() <= 100);
            }
        }
        assertTrue(small.size() <= 100);
    }

    @Test
    void aLongTokenCountsAsSeveral() {
        CachingReader small = caching(16, this::judge);
        for (int i = 0; i < 100; i++) {
            small.read(Secret.of(i + "x".repeat(4 * 2048 - 10)));
        }
        assertEquals(4, small.size());
    }

    @Test
    void aTextTooLongForATokenIsNotRemembered() {
        Secret longest = Secret.of("x".repeat(1 << 20));
        cache.read(longest);
        assertEquals(0, cache.size());
        assertJudgedAnew(cache, longest);
    }

    @Test
    void anEntryEndsWithTheTimeToLive() {
        cache.read(TOKEN);
        clock.move(TTL.minusNanos(1));
        assertRemembered(cache, TOKEN);
        clock.move(Duration.ofNanos(1));
        assertJudgedAnew(cache, TOKEN);
    }

    // RFC 7519, section 4.1.4: the rules judge the skew; a memory has none
    @Test
    void anEntryEndsWithItsToken() {
        CachingReader shortLived = caching(10, token -> {
            judged.incrementAndGet();
            return token("alice", "id", Duration.ofSeconds(5));
        });
        shortLived.read(TOKEN);
        clock.move(Duration.ofSeconds(5).minusNanos(1));
        assertRemembered(shortLived, TOKEN);
        clock.move(Duration.ofNanos(1));
        assertJudgedAnew(shortLived, TOKEN);
    }

    @Test
    void anEntryEndsWithTheLargestAge() {
        TokenReader reader = this::judge;
        CachingReader aging =
                new CachingReader(reader, new TokenCacheLimits(10, TTL), Duration.ofSeconds(20), clock, () -> {});
        aging.read(TOKEN);
        clock.move(Duration.ofSeconds(19));
        assertRemembered(aging, TOKEN);
        clock.move(Duration.ofSeconds(1));
        assertJudgedAnew(aging, TOKEN);
    }

    @Test
    void aTokenWithinTheSkewAfterItsEndIsNotRemembered() {
        CachingReader over = caching(10, token -> token("alice", "id", Duration.ofSeconds(-1)));
        over.read(TOKEN);
        assertEquals(0, over.size());
    }

    @Test
    void oneRevokedTokenIsForgotten() {
        cache.read(TOKEN);
        cache.read(Secret.of("other"));
        cache.forget(new TokenRevoked.ByToken(TOKEN));
        assertRemembered(cache, Secret.of("other"));
        assertJudgedAnew(cache, TOKEN);
    }

    @Test
    void aTokenRevokedByItsIdentifierIsForgotten() {
        cache.read(TOKEN);
        cache.forget(new TokenRevoked.ById(Issuer.of("https://other.example"), "good"));
        cache.forget(new TokenRevoked.ById(ISSUER, "another"));
        assertRemembered(cache, TOKEN);
        cache.forget(new TokenRevoked.ById(ISSUER, "good"));
        assertJudgedAnew(cache, TOKEN);
    }

    @Test
    void theTokensOfARevokedPrincipalAreForgotten() {
        cache.read(TOKEN);
        cache.forget(new TokenRevoked.ByPrincipal(ISSUER, "client", "bob"));
        cache.forget(new TokenRevoked.ByPrincipal(ISSUER, "another", "alice"));
        cache.forget(new TokenRevoked.ByPrincipal(Issuer.of("https://other.example"), "client", "alice"));
        assertRemembered(cache, TOKEN);
        cache.forget(new TokenRevoked.ByPrincipal(ISSUER, "client", null));
        assertJudgedAnew(cache, TOKEN);
        cache.forget(new TokenRevoked.ByPrincipal(ISSUER, null, "alice"));
        assertJudgedAnew(cache, TOKEN);
    }

    @Test
    void aRevocationReachesTheReaderBelow() {
        List<TokenRevoked> heard = new ArrayList<>();
        TokenReader below = new TokenReader() {
            @Override
            public VerifiedToken read(Secret token) {
                return judge(token);
            }

            @Override
            public void forget(TokenRevoked revoked) {
                heard.add(revoked);
            }
        };
        TokenRevoked revoked = new TokenRevoked.ByToken(TOKEN);
        caching(10, below).forget(revoked);
        assertEquals(List.of(revoked), heard);
    }

    @Test
    void aRevocationWinsOverAJudgementThatBeganBefore() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch revoked = new CountDownLatch(1);
        CachingReader slow = caching(10, token -> {
            begun.countDown();
            await(revoked);
            return judge(token);
        });
        ExecutorService threads = Executors.newSingleThreadExecutor();
        try {
            Future<VerifiedToken> request = threads.submit(() -> slow.read(TOKEN));
            await(begun);
            slow.forget(new TokenRevoked.ByToken(TOKEN));
            revoked.countDown();
            request.get(10, TimeUnit.SECONDS);
        } finally {
            threads.shutdownNow();
        }
        assertEquals(0, slow.size());
        assertJudgedAnew(slow, TOKEN);
    }

    @Test
    void nobodyWaitsForTheJudgementOfAnother() throws Exception {
        CountDownLatch both = new CountDownLatch(2);
        CachingReader slow = caching(10, token -> {
            both.countDown();
            await(both);
            return judge(token);
        });
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try {
            Future<VerifiedToken> first = threads.submit(() -> slow.read(TOKEN));
            Future<VerifiedToken> second = threads.submit(() -> slow.read(TOKEN));
            first.get(10, TimeUnit.SECONDS);
            second.get(10, TimeUnit.SECONDS);
        } finally {
            threads.shutdownNow();
        }
        assertEquals(1, slow.size());
    }

    @Test
    void everythingIsForgottenAtOnce() {
        cache.read(TOKEN);
        cache.forgetAll();
        assertEquals(0, cache.size());
        assertJudgedAnew(cache, TOKEN);
    }

    @Test
    void noTextFormShowsAToken() {
        assertFalse(TokenDigest.of(TOKEN).toString().contains("good"));
        assertEquals("TokenDigest", TokenDigest.of(TOKEN).toString());
    }

    private static void await(CountDownLatch latch) {
        try {
            assertTrue(latch.await(10, TimeUnit.SECONDS));
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
