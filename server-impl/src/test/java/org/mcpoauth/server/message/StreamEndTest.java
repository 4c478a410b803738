package org.mcpoauth.server.message;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.mcpoauth.server.MovableClock;
import org.mcpoauth.spi.Timer;

/** An event stream ends with its token, whoever is at it then (MCP authorization, "Token Handling"). */
@Timeout(60)
class StreamEndTest {
    private static final byte[] EVENT = "data: x\n\n".getBytes(StandardCharsets.UTF_8);
    private static final Duration LIFE = Duration.ofMinutes(10);

    private final MovableClock clock = new MovableClock();
    private final Instant end = clock.instant().plus(LIFE);
    private final AtomicInteger ended = new AtomicInteger();

    /** Lasts to the end by the clock of the test. */
    private final Lifetime life = new Lifetime() {
        @Override
        public boolean isOver() {
            return !clock.instant().isBefore(end);
        }

        @Override
        public Timer.Pending atEnd(Runnable task) {
            return clock.at(end, task);
        }
    };

    private AnswerStream stream(OutputStream target, String type, @Nullable Closeable atEnd) {
        return new AnswerStream(target, () -> type, new Unchanged(), life, atEnd);
    }

    private AnswerStream events(OutputStream target) {
        return stream(target, "text/event-stream;charset=UTF-8", ended::incrementAndGet);
    }

    @Test
    void aSilentStreamEndsInTimeAndTakesNothingMore() throws IOException {
        ByteArrayOutputStream target = new ByteArrayOutputStream();
        AnswerStream stream = events(target);
        stream.write(EVENT);
        assertEquals(0, ended.get());
        clock.move(LIFE);
        assertEquals(1, ended.get());
        assertThrows(IOException.class, () -> stream.write(EVENT));
        stream.flush();
        stream.finish();
        stream.close();
        assertEquals(EVENT.length, target.size());
        assertEquals(1, ended.get());
    }

    /** Headers are out, an event is not yet. */
    @Test
    void aStreamThatHasNotSpokenEndsToo() throws IOException {
        AnswerStream stream = events(new ByteArrayOutputStream());
        stream.flush();
        clock.move(LIFE);
        assertEquals(1, ended.get());
        assertThrows(IOException.class, () -> stream.write(EVENT));
    }

    @Test
    void answersThatAreNoStreamsAreNotEnded() throws IOException {
        ByteArrayOutputStream target = new ByteArrayOutputStream();
        AnswerStream stream = stream(target, "application/octet-stream", ended::incrementAndGet);
        stream.write(EVENT);
        clock.move(LIFE);
        stream.write(EVENT);
        assertEquals(2 * EVENT.length, target.size());
        assertEquals(0, ended.get());
        assertEquals(0, clock.waiting());
    }

    /** What is being written comes first, and the connection is ended by nobody while it is. */
    @Test
    void anEndDuringAWriteWaitsForIt() throws IOException {
        OutputStream slow = new OutputStream() {
            @Override
            public void write(int octet) {
                clock.move(LIFE);
                assertEquals(0, ended.get(), "nobody ends it now");
            }
        };
        AnswerStream stream = events(slow);
        stream.write(EVENT);
        assertEquals(1, ended.get());
        assertThrows(IOException.class, () -> stream.write(EVENT));
        assertEquals(1, ended.get());
    }

    /** The connection may serve another request by then. */
    @Test
    void whatWasGivenBackIsLeftAlone() throws IOException {
        AnswerStream abandoned = events(new ByteArrayOutputStream());
        abandoned.write(EVENT);
        abandoned.abandon();
        AnswerStream released = events(new ByteArrayOutputStream());
        released.write(EVENT);
        released.release();
        AnswerStream closed = events(new ByteArrayOutputStream());
        closed.write(EVENT);
        closed.close();
        assertEquals(0, clock.waiting());
        clock.move(LIFE);
        assertEquals(0, ended.get());
        assertThrows(IOException.class, () -> abandoned.write(EVENT));
        assertThrows(IOException.class, () -> released.write(EVENT));
        assertThrows(IOException.class, () -> closed.write(EVENT));
    }

    @Test
    void whoGivesTheConnectionBackWaitsForAnEndThatIsUnderWay() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch mayEnd = new CountDownLatch(1);
        AnswerStream stream = stream(new ByteArrayOutputStream(), "text/event-stream", () -> {
            begun.countDown();
            assertTrue(awaited(mayEnd));
            ended.incrementAndGet();
        });
        stream.write(EVENT);
        CompletableFuture<Void> mover = CompletableFuture.runAsync(() -> clock.move(LIFE));
        assertTrue(begun.await(20, TimeUnit.SECONDS));
        stream.abandon();
        CompletableFuture<Integer> released = CompletableFuture.supplyAsync(() -> {
            stream.release();
            return ended.get();
        });
        assertThrows(TimeoutException.class, () -> released.get(200, TimeUnit.MILLISECONDS), "it waits");
        mayEnd.countDown();
        assertEquals(1, released.get(20, TimeUnit.SECONDS));
        mover.get(20, TimeUnit.SECONDS);
    }

    private static boolean awaited(CountDownLatch latch) {
        try {
            return latch.await(20, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** It ends at the next write. */
    @Test
    void whereNothingCanEndTheConnectionTheWriterDoes() throws IOException {
        AtomicInteger closed = new AtomicInteger();
        OutputStream target = new ByteArrayOutputStream() {
            @Override
            public void close() {
                closed.incrementAndGet();
            }
        };
        AnswerStream stream = stream(target, "text/event-stream", null);
        stream.write(EVENT);
        assertEquals(0, clock.waiting());
        clock.move(LIFE);
        assertEquals(0, closed.get());
        assertThrows(IOException.class, () -> stream.write(EVENT));
        assertEquals(1, closed.get());
        stream.release();
    }

    @Test
    void aFailureToEndIsNoFailureOfOthers() throws IOException {
        AnswerStream broken = stream(new ByteArrayOutputStream(), "text/event-stream", () -> {
            throw new IOException("gone");
        });
        broken.write(EVENT);
        AnswerStream other = events(new ByteArrayOutputStream());
        other.write(EVENT);
        clock.move(LIFE);
        assertEquals(1, ended.get());
        broken.release();
    }

    /** Of many ends and writes at once, one end counts, and no write comes after it. */
    @Test
    void itEndsOnceHoweverManyAreAtIt() throws Exception {
        for (int round = 0; round < 200; round++) {
            AtomicInteger ends = new AtomicInteger();
            AtomicInteger late = new AtomicInteger();
            OutputStream target = new OutputStream() {
                @Override
                public void write(int octet) {
                    late.addAndGet(ends.get());
                }
            };
            AtomicInteger started = new AtomicInteger();
            Lifetime now = new Lifetime() {
                @Override
                public boolean isOver() {
                    return false;
                }

                @Override
                public Timer.Pending atEnd(Runnable task) {
                    CompletableFuture<Void> run = CompletableFuture.runAsync(task);
                    started.incrementAndGet();
                    return () -> run.cancel(false);
                }
            };
            AnswerStream stream =
                    new AnswerStream(target, () -> "text/event-stream", new Unchanged(), now, ends::incrementAndGet);
            try {
                for (int i = 0; i < 10_000; i++) {
                    stream.write(EVENT);
                }
            } catch (IOException over) {
                assertTrue(started.get() > 0);
            }
            stream.release();
            assertEquals(0, late.get());
            assertTrue(ends.get() <= 1);
        }
    }

    /** Changes nothing. */
    private static final class Unchanged implements AnswerRewriter {
        @Override
        public boolean isNeeded() {
            return false;
        }

        @Override
        public byte @Nullable [] rewritten(byte[] json) {
            return null;
        }
    }
}
