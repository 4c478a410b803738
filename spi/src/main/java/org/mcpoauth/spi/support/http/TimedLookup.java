package org.mcpoauth.spi.support.http;

import static java.util.concurrent.TimeUnit.NANOSECONDS;

import java.net.InetAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeoutException;
import org.mcpoauth.api.error.FailureCode;
import org.mcpoauth.api.error.TransportException;
import org.mcpoauth.spi.support.concurrent.DaemonThreads;

/**
 * Looks a host up within a time. A lookup can neither be interrupted nor given a limit, so it runs on
 * a thread of its own, which the caller leaves behind when the time is over.
 */
final class TimedLookup {
    private TimedLookup() {}

    static List<InetAddress> resolve(NameResolver resolver, URI uri, Duration timeout) {
        FutureTask<List<InetAddress>> lookup = new FutureTask<>(() -> resolver.resolve(uri.getHost()));
        DaemonThreads.create("mcp-oauth-lookup", lookup).start();
        try {
            return lookup.get(NANOSECONDS.convert(timeout), NANOSECONDS);
        } catch (TimeoutException e) {
            throw failure(FailureCode.TIMED_OUT, uri, "the host name was not resolved in " + timeout);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw failure(FailureCode.INTERRUPTED, uri, "the waiting thread was interrupted");
        } catch (ExecutionException e) {
            throw failure(FailureCode.CONNECTION_FAILED, uri, "the host name cannot be resolved");
        }
    }

    private static TransportException failure(FailureCode code, URI uri, String message) {
        return new TransportException(code, uri, message, null);
    }
}
