package org.mcpoauth.langchain4j;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The stream on which the server says what it was not asked for, opened again when it ends (MCP 2025-11-25,
 * Transports, "Listening for Messages from the Server"). A server that has none, or that refuses, is not
 * asked again.
 */
final class Listening implements EventLines.Events, AutoCloseable {
    private static final System.Logger LOG = System.getLogger("org.mcpoauth.langchain4j");
    private static final int NO_STREAM = 405;
    private static final int LONGEST_POSITION = 1024;

    private final Endpoint endpoint;
    private final Session session;
    private final Consumer<String> messages;
    private final AtomicReference<@Nullable CompletableFuture<?>> stream = new AtomicReference<>();
    private final Pause pause = new Pause();
    private volatile @Nullable String lastEvent;
    private volatile boolean closed;

    Listening(Endpoint endpoint, Session session, Consumer<String> messages) {
        this.endpoint = endpoint;
        this.session = session;
        this.messages = messages;
    }

    void open() {
        try {
            begin();
        } catch (RuntimeException refused) {
            // nobody looks at what the thread of a pause throws
            giveUp(refused.getClass().getName());
        }
    }

    private void begin() {
        if (closed) {
            return;
        }
        CompletableFuture<HttpResponse<String>> opened = endpoint.listen(session, lastEvent, this);
        stream.set(opened);
        if (closed) {
            opened.cancel(true);
        }
        CompletableFuture<?> unused = opened.whenComplete((response, failure) -> {
            if (!closed) {
                over(response, failure);
            }
        });
    }

    private void over(@Nullable HttpResponse<String> response, @Nullable Throwable failure) {
        if (isWorthAnother(response, failure)) {
            later().execute(this::open);
        } else if (response == null) {
            giveUp(Objects.requireNonNull(failure).getClass().getName());
        } else if (response.statusCode() != NO_STREAM) {
            giveUp("it answered " + response.statusCode());
        }
    }

    private static void giveUp(String reason) {
        LOG.log(System.Logger.Level.WARNING, "MCPO3301 the MCP server is not listened to any more: " + reason);
    }

    /** After a stream that was one, and after a connection that broke; not after a refusal. */
    private static boolean isWorthAnother(@Nullable HttpResponse<String> response, @Nullable Throwable failure) {
        return response == null
                ? failure instanceof IOException
                : Endpoint.isSuccess(response.statusCode()) && Endpoint.isStream(response.headers());
    }

    private Executor later() {
        return CompletableFuture.delayedExecutor(pause.next().toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public void message(String data) {
        pause.heard();
        messages.accept(data);
    }

    @Override
    public void position(String id) {
        if (isSendable(id)) {
            lastEvent = id.isEmpty() ? null : id;
        }
    }

    /** Whether it can go into {@code Last-Event-ID}; what cannot is ignored, as one with NUL has to be. */
    private static boolean isSendable(String id) {
        return id.length() <= LONGEST_POSITION && id.chars().allMatch(c -> c >= ' ' && c <= '~');
    }

    @Override
    public void pause(String millis) {
        pause.wanted(millis);
    }

    @Override
    public void close() {
        closed = true;
        CompletableFuture<?> open = stream.get();
        if (open != null) {
            open.cancel(true);
        }
    }
}
