package org.mcpoauth.client;

import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow.Subscription;
import org.jspecify.annotations.Nullable;

/**
 * A body that nobody reads: it is cut off, not waited for. Reading it to its end could take for ever, for an
 * MCP server may answer with a stream.
 *
 * @param <T> the type of body the caller would have got
 */
public final class IgnoredBody<T> implements BodySubscriber<T> {
    @Override
    public CompletionStage<@Nullable T> getBody() {
        return CompletableFuture.completedStage(null);
    }

    @Override
    public void onSubscribe(Subscription subscription) {
        subscription.cancel();
    }

    @Override
    public void onNext(List<ByteBuffer> part) {}

    @Override
    public void onError(Throwable problem) {}

    @Override
    public void onComplete() {}
}
