package org.mcpoauth.langchain4j;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow.Subscription;

/**
 * Cuts an event stream into lines (WHATWG HTML, section 9.2.5); the body itself is empty then. Each byte is looked at
 * once: the lines of the JDK are put together anew with each buffer, which takes minutes for a long one.
 */
final class EventBody implements BodySubscriber<String> {
    private final EventLines lines;
    private final CompletableFuture<String> body = new CompletableFuture<>();
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private boolean isAfterReturn;

    EventBody(EventLines lines) {
        this.lines = lines;
    }

    @Override
    public CompletionStage<String> getBody() {
        return body;
    }

    @Override
    public void onSubscribe(Subscription subscription) {
        subscription.request(Long.MAX_VALUE);
    }

    @Override
    public void onNext(List<ByteBuffer> buffers) {
        for (ByteBuffer buffer : buffers) {
            while (buffer.hasRemaining()) {
                read(buffer.get());
            }
        }
    }

    private void read(byte next) {
        boolean isSecondOfTwo = next == '\n' && isAfterReturn;
        isAfterReturn = next == '\r';
        if (isSecondOfTwo) {
            return;
        }
        if (next == '\n' || next == '\r') {
            String text = line.toString(UTF_8);
            line.reset();
            lines.read(text);
        } else {
            line.write(next);
        }
    }

    @Override
    public void onError(Throwable problem) {
        body.completeExceptionally(problem);
    }

    /** What follows the last line is none. */
    @Override
    public void onComplete() {
        body.complete("");
    }
}
