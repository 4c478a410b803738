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
 * Lets one caller at a time work for a key. Callers that wait for the same purpose share the outcome,
 * failure included; others take their turn afterwards and look anew at what there is to do. No lock is
 * held, and an interrupted leader does not take the others with it.
 */
final class SingleFlight<K, T> {
    private final ConcurrentMap<K, Flight<T>> flights = new ConcurrentHashMap<>();
    private final URI about;

    SingleFlight(URI about) {
        this.about = about;
    }

    private record Flight<T>(Object purpose, CompletableFuture<T> outcome) {}

    /**
     * Works, or waits for somebody who does.
     *
     * @param purpose what the work is for; equal purposes share an outcome
     * @param work what to do; it must not wait for this key again
     */
    T run(K key, Object purpose, Supplier<T> work) {
        while (true) {
            Flight<T> mine = new Flight<>(purpose, new CompletableFuture<>());
            Flight<T> running = flights.putIfAbsent(key, mine);
            if (running == null) {
                return lead(key, mine, work);
            }
            Outcome<T> outcome = await(running);
            if (running.purpose().equals(purpose) && !outcome.isInterruption()) {
                return outcome.get();
            }
        }
    }

    private T lead(K key, Flight<T> mine, Supplier<T> work) {
        try {
            T result = work.get();
            mine.outcome().complete(result);
            return result;
        } catch (RuntimeException | Error failure) {
            mine.outcome().completeExceptionally(failure);
            throw failure;
        } finally {
            flights.remove(key, mine);
        }
    }

    private Outcome<T> await(Flight<T> running) {
        try {
            return new Outcome<>(running.outcome().get(), null);
        } catch (ExecutionException e) {
            return new Outcome<>(null, e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TransportException(FailureCode.INTERRUPTED, about, "interrupted while waiting", e);
        }
    }

    /** How the work of another thread ended. */
    private record Outcome<T>(@Nullable T result, @Nullable Throwable failure) {
        boolean isInterruption() {
            return failure instanceof McpOAuthException known && known.code() == FailureCode.INTERRUPTED;
        }

        T get() {
            if (failure instanceof RuntimeException known) {
                throw known;
            }
            if (result == null) {
                throw new IllegalStateException(failure);
            }
            return result;
        }
    }
}
