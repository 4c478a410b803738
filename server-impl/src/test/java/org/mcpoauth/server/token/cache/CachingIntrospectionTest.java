package org.mcpoauth.server.token.cache;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
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
import org.mcpoauth.api.error.FailureCode;
import org.mcpoauth.api.error.RejectionReason;
import org.mcpoauth.api.error.TokenRejectedException;
import org.mcpoauth.api.error.TransportException;
import org.mcpoauth.api.token.TokenPrincipal;
import org.mcpoauth.api.token.TokenRevoked;
import org.mcpoauth.api.token.VerifiedToken;
import org.mcpoauth.server.MovableClock;
import org.mcpoauth.server.token.TokenReader;
import org.mcpoauth.spi.resource.TokenCacheLimits;
import org.mcpoauth.spi.support.json.StrictJson;

/** What is remembered of answers of an authorization server (RFC 7662, section 4). */
class CachingIntrospectionTest {
    private static final URI SERVER = URI.create("https://as.example");
    private static final Secret TOKEN = Secret.of("good");
    private static final StrictJson JSON = StrictJson.create();

    private final MovableClock clock = new MovableClock();
    private final AtomicInteger asked = new AtomicInteger();
    private volatile Duration lifetime = Duration.ofHours(1);
    private volatile RejectionReason refusal = RejectionReason.INACTIVE;

    private CachingIntrospection caching(int size, Duration ttl, TokenReader reader) {
        CachingIntrospection.Access access =
                new CachingIntrospection.Access(new QuestionLimit(64, SERVER, clock), new FamiliarTokens(), SERVER);
        return new CachingIntrospection(reader, new TokenCacheLimits(size, ttl), null, access, () -> {}, clock);
    }

    private CachingIntrospection caching(int size, Duration ttl) {
        return caching(size, ttl, this::ask);
    }

    private VerifiedToken ask(Secret token) {
        asked.incrementAndGet();
        if (token.reveal().startsWith("bad")) {
            throw new TokenRejectedException(refusal);
        }
        if (token.reveal().startsWith("down")) {
            throw new TransportException(FailureCode.TIMED_OUT, SERVER, "down", null);
        }
        Instant now = clock.instant();
        return new VerifiedToken(
                new TokenPrincipal("client", Issuer.of("https://as.example"), "alice"),
                Scopes.NONE,
                List.of("https://rs.example"),
                now.plus(lifetime),
                Set.of(),
                null,
                JSON.object().build());
    }

    private void assertAsked(int times, CachingIntrospection cache, Secret token) {
        int before = asked.get();
        cache.read(token);
        assertEquals(before + times, asked.get());
    }

    private void assertRefused(int times, CachingIntrospection cache, Secret token) {
        int before = asked.get();
        TokenRejectedException e = assertThrows(TokenRejectedException.class, () -> cache.read(token));
        assertEquals(refusal, e.reason());
        assertEquals(before + times, asked.get());
    }

    @Test
    void anAnswerServesUntilItsTimeIsOver() {
        CachingIntrospection cache = caching(10, Duration.ofSeconds(30));
        assertAsked(1, cache, TOKEN);
        clock.move(Duration.ofSeconds(30).minusNanos(1));
        assertAsked(0, cache, TOKEN);
        clock.move(Duration.ofNanos(1));
        assertAsked(1, cache, TOKEN);
    }

    // RFC 7662, section 4: never beyond the end of the token
    @Test
    void anAnswerNeverServesBeyondTheEndOfTheToken() {
        lifetime = Duration.ofSeconds(3);
        CachingIntrospection cache = caching(10, Duration.ofMinutes(5));
        cache.read(TOKEN);
        clock.move(Duration.ofSeconds(3).minusNanos(1));
        assertAsked(0, cache, TOKEN);
        clock.move(Duration.ofNanos(1));
        assertAsked(1, cache, TOKEN);
    }

    @Test
    void aRefusalServesTenSecondsAtMost() {
        CachingIntrospection cache = caching(10, Duration.ofMinutes(5));
        Secret bad = Secret.of("bad");
        assertRefused(1, cache, bad);
        clock.move(Duration.ofSeconds(10).minusNanos(1));
        assertRefused(0, cache, bad);
        clock.move(Duration.ofNanos(1));
        assertRefused(1, cache, bad);
    }

    @Test
    void aRefusalServesNoLongerThanAnAnswer() {
        CachingIntrospection cache = caching(10, Duration.ofSeconds(2));
        Secret bad = Secret.of("bad");
        assertRefused(1, cache, bad);
        clock.move(Duration.ofSeconds(2));
        assertRefused(1, cache, bad);
    }

    @Test
    void aTokenThatIsNotValidYetIsAskedAboutAgain() {
        refusal = RejectionReason.NOT_YET_VALID;
        CachingIntrospection cache = caching(10, Duration.ofMinutes(5));
        assertRefused(1, cache, Secret.of("bad"));
        assertRefused(1, cache, Secret.of("bad"));
    }

    @Test
    void aFailureToKnowIsNotRemembered() {
        CachingIntrospection cache = caching(10, Duration.ofMinutes(5));
        for (int i = 0; i < 2; i++) {
            assertThrows(TransportException.class, () -> cache.read(Secret.of("down")));
        }
        assertEquals(2, asked.get());
        assertEquals(0, cache.size() + cache.refusedSize());
    }

    @Test
    void aHundredThousandStrangersPushNothingOut() {
        CachingIntrospection cache = caching(100, Duration.ofMinutes(5));
        cache.read(TOKEN);
        for (int i = 0; i < 100_000; i++) {
            Secret hostile = Secret.of("bad" + i);
            assertThrows(TokenRejectedException.class, () -> cache.read(hostile));
        }
        assertAsked(0, cache, TOKEN);
        assertTrue(cache.refusedSize() <= 100);
        assertEquals(1, cache.size());
    }

    @Test
    void oneThreadAsksAndTheOthersWaitForTheAnswer() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch answered = new CountDownLatch(1);
        CachingIntrospection cache = caching(10, Duration.ofMinutes(5), token -> {
            begun.countDown();
            await(answered);
            return ask(token);
        });
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            List<Future<VerifiedToken>> requests = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                requests.add(threads.submit(() -> cache.read(TOKEN)));
            }
            await(begun);
            answered.countDown();
            for (Future<VerifiedToken> request : requests) {
                request.get(10, TimeUnit.SECONDS);
            }
        } finally {
            threads.shutdownNow();
        }
        assertEquals(1, asked.get());
    }

    // RFC 7662, section 4: where nothing may be remembered, a question that is under way is shared all the same
    @Test
    void withoutMemoryOneThreadAsksToo() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch answered = new CountDownLatch(1);
        CachingIntrospection cache = caching(0, Duration.ofMinutes(5), token -> {
            begun.countDown();
            await(answered);
            return ask(token);
        });
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try {
            Future<VerifiedToken> first = threads.submit(() -> cache.read(TOKEN));
            await(begun);
            Thread second = new Thread(() -> cache.read(TOKEN));
            second.start();
            while (second.getState() != Thread.State.WAITING) {
                Thread.onSpinWait();
            }
            answered.countDown();
            first.get(10, TimeUnit.SECONDS);
            second.join(10_000);
        } finally {
            threads.shutdownNow();
        }
        assertEquals(1, asked.get());
        assertAsked(1, cache, TOKEN);
        assertRefused(1, cache, Secret.of("bad"));
        assertRefused(1, cache, Secret.of("bad"));
        assertEquals(0, cache.size() + cache.refusedSize());
    }

    @Test
    void aRevokedTokenIsAskedAboutAgain() {
        CachingIntrospection cache = caching(10, Duration.ofMinutes(5));
        cache.read(TOKEN);
        cache.forget(new TokenRevoked.ByToken(TOKEN));
        assertAsked(1, cache, TOKEN);
        cache.forget(new TokenRevoked.ByPrincipal(Issuer.of("https://as.example"), null, "alice"));
        assertAsked(1, cache, TOKEN);
    }

    @Test
    void whoComesAfterARevocationDoesNotTakeAnEarlierAnswer() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        CachingIntrospection cache = caching(10, Duration.ofMinutes(5), token -> {
            if (begun.getCount() == 1) {
                begun.countDown();
                await(go);
                return ask(token);
            }
            throw new TokenRejectedException(RejectionReason.INACTIVE);
        });
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try {
            Future<VerifiedToken> before = threads.submit(() -> cache.read(TOKEN));
            await(begun);
            cache.forget(new TokenRevoked.ByToken(TOKEN));
            Future<RejectionReason> after =
                    threads.submit(() -> assertThrows(TokenRejectedException.class, () -> cache.read(TOKEN))
                            .reason());
            go.countDown();
            before.get(10, TimeUnit.SECONDS);
            assertEquals(RejectionReason.INACTIVE, after.get(10, TimeUnit.SECONDS));
        } finally {
            threads.shutdownNow();
        }
        assertEquals(0, cache.size());
    }

    private static void await(CountDownLatch latch) {
        try {
            assertTrue(latch.await(10, TimeUnit.SECONDS));
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
