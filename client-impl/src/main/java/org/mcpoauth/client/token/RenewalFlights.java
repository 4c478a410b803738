package org.mcpoauth.client.token;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.api.error.FailureCode;
import org.mcpoauth.api.error.McpOAuthException;
import org.mcpoauth.api.error.TransportException;

/**
 * Renewals that run beside their callers, one for each purpose. Who waits may be interrupted; the renewal
 * goes on, for the server may have ended the old tokens already.
 */
final class RenewalFlights {
    private static final System.Logger LOG = System.getLogger("org.mcpoauth.client.token");
    private static final long HELP_AFTER_SECONDS = 1;
    /** Discovery, a lease of another node and the token request have ended before. */
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(2);

    private final Executor executor;
    private final URI about;
    private final ConcurrentMap<Object, Flight> flights = new ConcurrentHashMap<>();

    /** Flights on an executor; a failure to wait is reported with the URL. */
    RenewalFlights(Executor executor, URI about) {
        this.executor = executor;
        this.about = about;
    }

    /** Starts a renewal unless one with this purpose is under way, and does not wait; failures are logged below. */
    void start(Object purpose, Callable<Optional<StoredTokens>> work) {
        var unused = begun(purpose, work);
    }

    /**
     * Waits for the renewal with a purpose, which is started unless it is under way.
     *
     * @throws TransportException with {@code INTERRUPTED} or {@code TIMED_OUT} while waiting
     */
    Optional<StoredTokens> await(Object purpose, Callable<Optional<StoredTokens>> work) {
        Flight flight = begun(purpose, work);
        try {
            return flight.outcome();
        } catch (ExecutionException e) {
            throw unchecked(e.getCause());
        } catch (TimeoutException e) {
            throw new TransportException(FailureCode.TIMED_OUT, about, "no new tokens in " + LONGEST_WAIT, null);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TransportException(FailureCode.INTERRUPTED, about, "the waiting thread was interrupted", null);
        }
    }

    private Flight begun(Object purpose, Callable<Optional<StoredTokens>> work) {
        Flight own = new Flight(purpose, work);
        Flight other = flights.putIfAbsent(purpose, own);
        if (other != null) {
            return other;
        }
        try {
            executor.execute(own);
        } catch (RejectedExecutionException shuttingDown) {
            own.run();
        }
        return own;
    }

    private static RuntimeException unchecked(@Nullable Throwable failure) {
        if (failure instanceof Error error) {
            throw error;
        }
        return failure instanceof RuntimeException known ? known : new IllegalStateException(failure);
    }

    /** A renewal under way. */
    final class Flight extends FutureTask<Optional<StoredTokens>> {
        private final Object purpose;

        private Flight(Object purpose, Callable<Optional<StoredTokens>> work) {
            super(work);
            this.purpose = purpose;
        }

        /** Nobody joins a renewal that is over, for its outcome may be out of date. */
        @Override
        protected void set(Optional<StoredTokens> outcome) {
            flights.remove(purpose, this);
            super.set(outcome);
        }

        /** Nobody may be waiting, so what no protocol step foresees is told here. */
        @Override
        protected void setException(Throwable failure) {
            flights.remove(purpose, this);
            if (!(failure instanceof McpOAuthException)) {
                LOG.log(
                        System.Logger.Level.ERROR,
                        "MCPO3147 a renewal broke off: " + failure.getClass().getName());
            }
            super.setException(failure);
        }

        /** All threads of the executor may be waiting like this one: then this one does the work. */
        private Optional<StoredTokens> outcome() throws ExecutionException, TimeoutException, InterruptedException {
            try {
                return get(HELP_AFTER_SECONDS, TimeUnit.SECONDS);
            } catch (TimeoutException notBegunOrSlow) {
                run();
                return get(LONGEST_WAIT.toSeconds(), TimeUnit.SECONDS);
            }
        }
    }
}
