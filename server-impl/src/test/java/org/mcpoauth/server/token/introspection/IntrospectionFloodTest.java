package org.mcpoauth.server.token.introspection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mcpoauth.api.error.FailureCode;
import org.mcpoauth.api.error.McpOAuthException;
import org.mcpoauth.api.error.RejectionReason;
import org.mcpoauth.api.error.TokenRejectedException;
import org.mcpoauth.api.error.TransportException;
import org.mcpoauth.api.token.TokenVerifier;
import org.mcpoauth.fault.FaultServer;

/** Strangers with invented tokens: what they cost, and whom they disturb (RFC 7662, section 4). */
class IntrospectionFloodTest extends IntrospectionFixture {
    private static final int MOST = 8;
    private static final int OF_STRANGERS = 6;
    private static final int STRANGERS = 60;
    private static final int OF_ONE_TOKEN = 2;

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final CountDownLatch release = new CountDownLatch(1);
    private final Semaphore arrived = new Semaphore(0);

    @AfterEach
    void end() {
        release.countDown();
        threads.shutdown();
    }

    /** The endpoint keeps strangers waiting, as long as the test says, and answers about others at once. */
    private void keepStrangersWaiting() {
        FaultServer.Behaviour inactive = FaultServer.json("{\"active\":false}");
        FaultServer.Behaviour waiting = connection -> {
            arrived.release();
            await(release);
            inactive.answer(connection);
        };
        server.behave(token -> token.startsWith("stranger"), waiting, server.good());
    }

    private static void await(CountDownLatch latch) {
        try {
            assertTrue(latch.await(20, TimeUnit.SECONDS));
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private List<Future<McpOAuthException>> strangers(TokenVerifier verifier) {
        List<Future<McpOAuthException>> flood = new ArrayList<>();
        for (int i = 0; i < STRANGERS; i++) {
            String token = "stranger-" + i;
            flood.add(threads.submit(() -> assertThrows(McpOAuthException.class, () -> verify(verifier, token))));
        }
        return flood;
    }

    private static <T> List<T> results(List<Future<T>> futures) throws Exception {
        List<T> results = new ArrayList<>();
        for (Future<T> future : futures) {
            results.add(future.get(20, TimeUnit.SECONDS));
        }
        return results;
    }

    @Test
    void onlySoManyQuestionsAreUnderWayAndTheRestComeAgain() throws Exception {
        keepStrangersWaiting();
        TokenVerifier verifier = verifier(rules().withMaxConcurrent(MOST));
        List<Future<McpOAuthException>> flood = strangers(verifier);
        assertTrue(arrived.tryAcquire(OF_STRANGERS, 20, TimeUnit.SECONDS));
        // all others are refused while those questions are under way
        while (flood.stream().filter(Future::isDone).count() < STRANGERS - OF_STRANGERS) {
            Thread.onSpinWait();
        }
        assertEquals(0, arrived.availablePermits());
        release.countDown();
        List<McpOAuthException> answers = results(flood);
        List<TransportException> busy = answers.stream()
                .filter(TransportException.class::isInstance)
                .map(TransportException.class::cast)
                .toList();
        assertEquals(STRANGERS - OF_STRANGERS, busy.size());
        busy.forEach(e -> assertEquals(Duration.ofSeconds(1), e.retryAfter().orElseThrow()));
        assertEquals(OF_STRANGERS, server.questions());
        assertEquals(
                OF_STRANGERS,
                answers.stream()
                        .filter(TokenRejectedException.class::isInstance)
                        .count());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 100})
    void aTokenThatWasAcceptedGoesOnDuringAFlood(int remembered) throws Exception {
        keepStrangersWaiting();
        TokenVerifier verifier = verifier(rules().withMaxConcurrent(MOST).withCache(remembered, Duration.ofMinutes(1)));
        verify(verifier, TOKEN);
        List<Future<McpOAuthException>> flood = strangers(verifier);
        assertTrue(arrived.tryAcquire(OF_STRANGERS, 20, TimeUnit.SECONDS));
        for (int i = 0; i < 50; i++) {
            verify(verifier, TOKEN);
        }
        assertEquals(0, arrived.availablePermits());
        assertEquals(OF_STRANGERS + (remembered == 0 ? 51 : 1), server.questions());
        release.countDown();
        results(flood);
    }

    @Test
    void afterAFloodANewTokenIsJudgedAtOnce() throws Exception {
        keepStrangersWaiting();
        TokenVerifier verifier = verifier(rules().withMaxConcurrent(MOST));
        List<Future<McpOAuthException>> flood = strangers(verifier);
        assertTrue(arrived.tryAcquire(OF_STRANGERS, 20, TimeUnit.SECONDS));
        release.countDown();
        results(flood);
        verify(verifier, TOKEN);
    }

    // many requests with one token are one question, whose answer few of them wait for
    @Test
    void oneTokenManyTimesIsOneQuestionAndTakesNoPlaceOfOthers() throws Exception {
        keepStrangersWaiting();
        TokenVerifier verifier = verifier(rules().withMaxConcurrent(MOST));
        List<Future<McpOAuthException>> flood = new ArrayList<>();
        for (int i = 0; i < STRANGERS; i++) {
            flood.add(threads.submit(() -> assertThrows(McpOAuthException.class, () -> verify(verifier, "stranger"))));
        }
        while (flood.stream().filter(Future::isDone).count() < STRANGERS - OF_ONE_TOKEN) {
            Thread.onSpinWait();
        }
        for (int i = 0; i < MOST; i++) {
            verify(verifier, "fresh-" + i);
        }
        release.countDown();
        long judged = results(flood).stream()
                .filter(TokenRejectedException.class::isInstance)
                .count();
        assertEquals(OF_ONE_TOKEN, judged);
        assertEquals(1 + MOST, server.questions());
    }

    // also somebody whose token was accepted does not stand in the way of the others
    @Test
    void anAcceptedTokenManyTimesLeavesRoomForOthers() throws Exception {
        server.json(server.active(it -> it));
        TokenVerifier verifier = verifier(rules().withMaxConcurrent(MOST));
        verify(verifier, "stranger");
        keepStrangersWaiting();
        List<Future<?>> flood = new ArrayList<>();
        for (int i = 0; i < STRANGERS; i++) {
            flood.add(threads.submit(() -> assertThrows(McpOAuthException.class, () -> verify(verifier, "stranger"))));
        }
        assertTrue(arrived.tryAcquire(20, TimeUnit.SECONDS));
        for (int i = 0; i < MOST; i++) {
            verify(verifier, "fresh-" + i);
        }
        release.countDown();
        for (Future<?> each : flood) {
            each.get(20, TimeUnit.SECONDS);
        }
    }

    // no place is needed to see that a text is no token
    @Test
    void aTextThatIsNoTokenIsRefusedWhileAllPlacesAreTaken() throws Exception {
        keepStrangersWaiting();
        TokenVerifier verifier = verifier(rules().withMaxConcurrent(1));
        Future<McpOAuthException> first =
                threads.submit(() -> assertThrows(McpOAuthException.class, () -> verify(verifier, "stranger-1")));
        assertTrue(arrived.tryAcquire(20, TimeUnit.SECONDS));
        assertRejected(RejectionReason.MALFORMED, verifier, "=");
        release.countDown();
        first.get(20, TimeUnit.SECONDS);
    }

    // RFC 6750, section 2.1: what cannot be sent as a token was issued by nobody
    @ParameterizedTest
    @ValueSource(strings = {"to ken", "t\"k", "tok=en", "=", "=.=.=", "t\u00f6ken", "t\nken", "t%20ken", "<script>"})
    void nobodyIsAskedAboutWhatCannotBeAToken(String text) {
        assertRejected(RejectionReason.MALFORMED, verifier(rules()), text);
        assertEquals(0, server.questions());
    }

    @Test
    void aWaitingThreadCanBeInterrupted() throws Exception {
        keepStrangersWaiting();
        TokenVerifier verifier = verifier(rules().withMaxConcurrent(1));
        Future<McpOAuthException> first =
                threads.submit(() -> assertThrows(McpOAuthException.class, () -> verify(verifier, "stranger-1")));
        assertTrue(arrived.tryAcquire(20, TimeUnit.SECONDS));
        Thread.currentThread().interrupt();
        TransportException e = assertThrows(TransportException.class, () -> verify(verifier, "stranger-2"));
        assertTrue(Thread.interrupted());
        assertEquals(FailureCode.INTERRUPTED, e.code());
        release.countDown();
        first.get(20, TimeUnit.SECONDS);
        assertRejected(RejectionReason.INACTIVE, verifier, "stranger-3");
    }
}
