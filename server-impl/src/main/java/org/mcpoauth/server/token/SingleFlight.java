package org.mcpoauth.server.token;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.api.error.McpOAuthException;

/**
 * Runs one task at a time: who comes while it runs waits for its outcome. The task itself is bounded in
 * time, and so is the wait. Outcomes are not kept. Thread-safe.
 */
final class SingleFlight<T> {
    private final Supplier<T> task;
    private final AtomicReference<@Nullable CompletableFuture<T>> running = new AtomicReference<>();

    SingleFlight(Supplier<T> task) {
        this.task = task;
    }

    T run() {
        CompletableFuture<T> own = new CompletableFuture<>();
        CompletableFuture<T> other = running.compareAndExchange(null, own);
        return other == null ? lead(own) : follow(other);
    }

    boolean isUnderWay() {
        return running.get() != null;
    }

    private T lead(CompletableFuture<T> own) {
        try {
            own.complete(task.get());
        } catch (RuntimeException | Error e) {
            own.completeExceptionally(e);
            throw e;
        } finally {
            running.set(null);
        }
        return own.join();
    }

    private static <T> T follow(CompletableFuture<T> other) {
        try {
            return other.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof McpOAuthException known) {
                throw known;
            }
            throw e;
        }
    }
}
