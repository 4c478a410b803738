package org.mcpoauth.langchain4j;

import dev.langchain4j.mcp.client.IllegalResponseException;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow.Subscription;
import org.jspecify.annotations.Nullable;

/**
 * Ends an answer that would fill the memory: a body, or an event of a stream, which is over with an empty line
 * (WHATWG HTML, section 9.2.6). The stream as a whole has no limit.
 */
final class Limited<T> implements BodySubscriber<T> {
    /** The largest body or event, in bytes. */
    static final int MAX_BYTES = 16 << 20;

    private final BodySubscriber<T> reader;
    private final boolean isStream;
    private final int maxBytes;
    private @Nullable Subscription subscription;
    private final CompletableFuture<T> cut = new CompletableFuture<>();
    private int bytes;
    private int last = '\n';
    private boolean isLineEmpty = true;
    private boolean isOver;

    Limited(BodySubscriber<T> reader, boolean isStream, int maxBytes) {
        this.reader = reader;
        this.isStream = isStream;
        this.maxBytes = maxBytes;
    }

    @Override
    public CompletionStage<T> getBody() {
        CompletionStage<T> read = reader.getBody();
        return cut.applyToEither(read, body -> body);
    }

    @Override
    public void onSubscribe(Subscription subscription) {
        this.subscription = subscription;
        reader.onSubscribe(subscription);
    }

    @Override
    public void onNext(List<ByteBuffer> buffers) {
        if (isOver) {
            return;
        }
        if (buffers.stream().allMatch(this::fits)) {
            reader.onNext(buffers);
        } else {
            isOver = true;
            Objects.requireNonNull(subscription, "subscription").cancel();
            // first, for a reader of lines tells of it only after the lines before
            cut.completeExceptionally(
                    new IllegalResponseException("the server sent more than " + maxBytes + " bytes at once"));
        }
    }

    private boolean fits(ByteBuffer buffer) {
        for (int i = buffer.position(); i < buffer.limit(); i++) {
            count(buffer.get(i));
            if (bytes > maxBytes) {
                return false;
            }
        }
        return true;
    }

    private void count(byte next) {
        boolean isSecondOfTwo = next == '\n' && last == '\r';
        last = next;
        if (isSecondOfTwo) {
            return;
        }
        boolean isEnd = next == '\n' || next == '\r';
        bytes = isStream && isEnd && isLineEmpty ? 0 : bytes + 1;
        isLineEmpty = isEnd;
    }

    @Override
    public void onError(Throwable problem) {
        if (!isOver) {
            reader.onError(problem);
        }
    }

    @Override
    public void onComplete() {
        if (!isOver) {
            reader.onComplete();
        }
    }
}
