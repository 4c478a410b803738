package org.mcpoauth.spi.support.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** What a reader sees of a body that is broken off (Reactive Streams, rules 1.3, 1.7 and 2.8). */
class BreakableBodyTest {
    private final List<String> seen = new ArrayList<>();
    private final AtomicBoolean cancelled = new AtomicBoolean();
    private final AtomicBoolean over = new AtomicBoolean();
    private final Exchanges exchanges = new Exchanges(() -> over.set(true));
    private Runnable whileReading = () -> {};
    private final BreakableBody<String> body = new BreakableBody<>(new Reader(), exchanges);

    private final class Reader implements BodySubscriber<String> {
        private final CompletableFuture<String> body = new CompletableFuture<>();

        @Override
        public CompletionStage<String> getBody() {
            return body;
        }

        @Override
        public void onSubscribe(Flow.Subscription subscription) {
            seen.add("subscribed");
            subscription.request(1);
        }

        @Override
        public void onNext(List<ByteBuffer> item) {
            whileReading.run();
            seen.add("next");
        }

        @Override
        public void onError(Throwable failure) {
            seen.add(failure.getMessage());
        }

        @Override
        public void onComplete() {
            seen.add("complete");
        }
    }

    private final class Connection implements Flow.Subscription {
        @Override
        public void request(long n) {
            seen.add("requested");
        }

        @Override
        public void cancel() {
            cancelled.set(true);
        }
    }

    private void begin() {
        exchanges.add(body);
        body.onSubscribe(new Connection());
        body.onNext(List.of());
    }

    @Test
    void aBodyThatIsNotBrokenOffIsAsItIs() {
        begin();
        body.onComplete();
        exchanges.close();
        body.breakOff();
        assertEquals(List.of("subscribed", "requested", "next", "complete"), seen);
        assertTrue(over.get());
        assertFalse(cancelled.get());
    }

    @Test
    void closingEndsABodyOnceAndForAll() {
        begin();
        exchanges.close();
        exchanges.close();
        body.onNext(List.of());
        body.onError(new IOException("late"));
        body.onComplete();
        assertEquals(List.of("subscribed", "requested", "next", "the runtime was closed"), seen);
        assertTrue(cancelled.get());
        assertTrue(over.get());
    }

    @Test
    void aReaderIsToldOneThingAtATime() {
        whileReading = exchanges::close;
        begin();
        assertEquals(List.of("subscribed", "requested", "next", "the runtime was closed"), seen);
        assertTrue(cancelled.get());
    }

    @Test
    void theSubscriptionComesFirst() {
        exchanges.close();
        exchanges.add(body);
        assertEquals(List.of(), seen);
        body.onSubscribe(new Connection());
        assertEquals(List.of("subscribed", "requested", "the runtime was closed"), seen);
        assertTrue(cancelled.get());
    }

    @Test
    void aFailureOfTheConnectionIsTheOneThatIsSeen() {
        begin();
        body.onError(new IOException("broken pipe"));
        exchanges.close();
        assertEquals(List.of("subscribed", "requested", "next", "broken pipe"), seen);
    }

    @Test
    void afterClosingNothingBeginsAndTheRestIsAwaited() throws Exception {
        exchanges.begin();
        exchanges.close();
        assertFalse(over.get());
        assertThrows(IOException.class, exchanges::begin);
        assertFalse(over.get());
        exchanges.end();
        assertTrue(over.get());
    }
}
