package org.mcpoauth.client.resource;

import java.net.URI;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutionException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.api.error.FailureCode;
import org.mcpoauth.api.error.McpOAuthException;
import org.mcpoauth.api.error.TransportException;

/**
 * Lets one caller do what several want at the same time; the others wait and share the outcome, failure
 * included. No lock is held, and an interrupted leader does not take the others with it.
 */
final class SingleFlight<K, T> {
    private final ConcurrentMap<K, CompletableFuture<T>> flights = new ConcurrentHashMap<>();
    private final URI about;

    SingleFlight(URI about) {
        this.about = about;
    }

    T run(K key, Supplier<T> work) {
        while (true) {
            CompletableFuture<T> mine = new CompletableFuture<>();
            CompletableFuture<T> running = flights.putIfAbsent(key, mine);
            if (running == null) {
                return lead(key, mine, work);
            }
            try {
                return running.get();
            } catch (ExecutionException e) {
                if (!isInterruption(e.getCause())) {
                    throw shared(e);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new TransportException(FailureCode.INTERRUPTED, about, "interrupted while waiting", e);
            }
        }
    }

    private T lead(K key, CompletableFuture<T> mine, Supplier<T> work) {
        try {
            T result = work.get();
            mine.complete(result);
            return result;
        } catch (RuntimeException | Error failure) {
            mine.completeExceptionally(failure);
            throw failure;
        } finally {
            flights.remove(key, mine);
        }
    }

    private static boolean isInterruption(@Nullable Throwable cause) {
        return cause instanceof McpOAuthException failure && failure.code() == FailureCode.INTERRUPTED;
    }

    private static RuntimeException shared(ExecutionException e) {
        return e.getCause() instanceof RuntimeException failure ? failure : new IllegalStateException(e.getCause());
    }
}
