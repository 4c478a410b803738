package org.mcpoauth.spi.support.http;

import static java.util.concurrent.TimeUnit.NANOSECONDS;

import java.net.InetAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeoutException;
import org.mcpoauth.api.error.FailureCode;
import org.mcpoauth.api.error.TransportException;
import org.mcpoauth.spi.support.concurrent.DaemonThreads;

/**
 * Looks a host up within a time. A lookup can neither be interrupted nor given a limit, so it runs on
 * a thread of its own, which the caller leaves behind when the time is over. So many are under way at a time at most;
 * beyond that callers wait for their turn as long as they have time. Thread-safe.
 */
final class TimedLookup {
    static final int MAX = 64;

    private final NameResolver resolver;
    private final Semaphore free = new Semaphore(MAX);

    TimedLookup(NameResolver resolver) {
        this.resolver = resolver;
    }

    List<InetAddress> resolve(URI uri, Duration timeout) {
        long end = System.nanoTime() + NANOSECONDS.convert(timeout);
        try {
            if (!free.tryAcquire(NANOSECONDS.convert(timeout), NANOSECONDS)) {
                throw failure(FailureCode.TIMED_OUT, uri, "too many host names are being resolved");
            }
            return begin(uri.getHost()).get(end - System.nanoTime(), NANOSECONDS);
        } catch (TimeoutException e) {
            throw failure(FailureCode.TIMED_OUT, uri, "the host name was not resolved in " + timeout);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw failure(FailureCode.INTERRUPTED, uri, "the waiting thread was interrupted");
        } catch (ExecutionException e) {
            throw failure(FailureCode.CONNECTION_FAILED, uri, "the host name cannot be resolved");
        }
    }

    private FutureTask<List<InetAddress>> begin(String host) {
        FutureTask<List<InetAddress>> lookup = new FutureTask<>(() -> {
            try {
                return resolver.resolve(host);
            } finally {
                free.release();
            }
        });
        boolean hasBegun = false;
        try {
            DaemonThreads.create("mcp-oauth-lookup", lookup).start();
            hasBegun = true;
            return lookup;
        } finally {
            if (!hasBegun) {
                free.release();
            }
        }
    }

    private static TransportException failure(FailureCode code, URI uri, String message) {
        return new TransportException(code, uri, message, null);
    }
}
