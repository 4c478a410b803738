package org.mcpoauth.spi.support.concurrent;

import java.net.URI;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.api.error.FailureCode;
import org.mcpoauth.api.error.McpOAuthException;
import org.mcpoauth.api.error.TransportException;

/**
 * Lets one caller at a time work for a key. Callers that wait for the same purpose share the outcome,
 * failure included; others take their turn afterwards and look anew at what there is to do. Outcomes are
 * not kept, no lock is held, and a leader that is interrupted does not take the others with it: one of
 * them leads next. Safe for use by several threads.
 *
 * @param <K> what is worked for; its equality decides
 * @param <T> what the work gives
 */
public final class SingleFlight<K, T> {
    private final ConcurrentMap<K, Flight<T>> flights = new ConcurrentHashMap<>();
    private final Function<? super K, URI> about;
    private final @Nullable Duration longestWait;
    private final Waiting waiting;

    /**
     * Callers wait as long as the work takes, which must end by itself.
     *
     * @param about the URL a failure to wait is reported with
     */
    public SingleFlight(Function<? super K, URI> about) {
        this.about = Objects.requireNonNull(about, "about");
        this.longestWait = null;
        this.waiting = Waiting.REAL;
    }

    /**
     * Callers wait for a limited time.
     *
     * @param about the URL a failure to wait is reported with
     * @param longestWait how long one caller waits for the work of another
     */
    public SingleFlight(Function<? super K, URI> about, Duration longestWait) {
        this(about, longestWait, Waiting.REAL);
    }

    /**
     * Callers wait for a limited time.
     *
     * @param about the URL a failure to wait is reported with
     * @param longestWait how long one caller waits for the work of another
     * @param waiting how they wait
     */
    public SingleFlight(Function<? super K, URI> about, Duration longestWait, Waiting waiting) {
        this.about = Objects.requireNonNull(about, "about");
        this.longestWait = Objects.requireNonNull(longestWait, "longestWait");
        this.waiting = Objects.requireNonNull(waiting, "waiting");
    }

    private record Flight<T>(Object purpose, CompletableFuture<T> outcome) {}

    /**
     * Works, or waits for somebody who does the same.
     *
     * @param work what to do; it must not wait for this key again
     * @return what the work of this or the other thread gave
     * @throws TransportException with {@code INTERRUPTED} or {@code TIMED_OUT} while waiting
     */
    public T run(K key, Supplier<T> work) {
        return run(key, "", work);
    }

    /**
     * Works, or waits for somebody who works for the same key.
     *
     * @param purpose what the work is for; equal purposes share an outcome
     * @param work what to do; it must not wait for this key again
     * @return what the work of this thread, or of one with an equal purpose, gave
     * @throws TransportException with {@code INTERRUPTED} or {@code TIMED_OUT} while waiting
     */
    public T run(K key, Object purpose, Supplier<T> work) {
        while (true) {
            Flight<T> own = new Flight<>(purpose, new CompletableFuture<>());
            Flight<T> other = flights.putIfAbsent(key, own);
            if (other == null) {
                return lead(key, own, work);
            }
            Outcome<T> outcome = await(key, other);
            if (other.purpose().equals(purpose) && !outcome.isInterruption()) {
                return outcome.get();
            }
        }
    }

    /** Whether somebody works for a key now. */
    public boolean isUnderWay(K key) {
        return flights.containsKey(key);
    }

    private T lead(K key, Flight<T> own, Supplier<T> work) {
        try {
            T result = work.get();
            own.outcome().complete(result);
            return result;
        } catch (RuntimeException | Error failure) {
            own.outcome().completeExceptionally(failure);
            throw failure;
        } finally {
            flights.remove(key, own);
        }
    }

    private Outcome<T> await(K key, Flight<T> other) {
        try {
            return new Outcome<>(result(other.outcome()), null);
        } catch (ExecutionException e) {
            return new Outcome<>(null, e.getCause());
        } catch (TimeoutException e) {
            throw new TransportException(FailureCode.TIMED_OUT, about.apply(key), "no answer in " + longestWait, null);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TransportException(
                    FailureCode.INTERRUPTED, about.apply(key), "the waiting thread was interrupted", null);
        }
    }

    private T result(CompletableFuture<T> outcome) throws ExecutionException, TimeoutException, InterruptedException {
        return longestWait == null ? outcome.get() : waiting.await(outcome, longestWait);
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
