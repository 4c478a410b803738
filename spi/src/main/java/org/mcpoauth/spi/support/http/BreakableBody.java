package org.mcpoauth.spi.support.http;

import java.io.IOException;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A body that can be broken off from outside: its reader sees a failure then, whatever the connection does. The reader
 * is told one thing at a time (Reactive Streams, rule 1.3), so a thread that is telling it something tells it that too.
 */
final class BreakableBody<T> implements BodySubscriber<T> {
    private final BodySubscriber<T> reader;
    private final Exchanges exchanges;
    /** How many signals are being told; the first is the subscription, which comes before everything else. */
    private final AtomicInteger signals = new AtomicInteger(1);

    private final AtomicBoolean over = new AtomicBoolean();
    private volatile boolean broken;
    private volatile Flow.@Nullable Subscription connection;

    BreakableBody(BodySubscriber<T> reader, Exchanges exchanges) {
        this.reader = reader;
        this.exchanges = exchanges;
    }

    /** Ends the body with a failure, now or after what its reader is being told. */
    void breakOff() {
        signals.incrementAndGet();
        broken = true;
        endSignal();
    }

    @Override
    public CompletionStage<T> getBody() {
        return reader.getBody();
    }

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
        connection = subscription;
        reader.onSubscribe(new Flow.Subscription() {
            @Override
            public void request(long n) {
                subscription.request(n);
            }

            @Override
            public void cancel() {
                subscription.cancel();
                isFirstEnd();
            }
        });
        endSignal();
    }

    @Override
    public void onNext(List<ByteBuffer> buffers) {
        tell(() -> reader.onNext(buffers));
    }

    @Override
    public void onError(Throwable failure) {
        tell(() -> {
            if (isFirstEnd()) {
                reader.onError(failure);
            }
        });
    }

    @Override
    public void onComplete() {
        tell(() -> {
            if (isFirstEnd()) {
                reader.onComplete();
            }
        });
    }

    private void tell(Runnable signal) {
        signals.incrementAndGet();
        try {
            if (!broken) {
                signal.run();
            }
        } finally {
            endSignal();
        }
    }

    private void endSignal() {
        if (signals.decrementAndGet() == 0 && broken && isFirstEnd()) {
            Flow.Subscription open = connection;
            if (open != null) {
                open.cancel();
            }
            reader.onError(new IOException("the runtime was closed"));
        }
    }

    private boolean isFirstEnd() {
        boolean first = over.compareAndSet(false, true);
        if (first) {
            exchanges.remove(this);
        }
        return first;
    }
}
