package org.mcpoauth.spi.support.http;

import java.net.http.HttpClient;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The {@link HttpClient} in use.
 *
 * <p>The client of the JDK does not close the connection of an answer whose head it cannot read. After some
 * such answers a new client takes over and the old one is closed, and its connections with it. A client can
 * be closed since JDK 21; before, such a connection stays until the peer ends it.
 */
final class RenewedClient {
    /** How many connections may be left open before they are worth a new client. */
    static final int MOST_LEFT_OPEN = 16;

    private final Supplier<HttpClient> factory;
    private final Executor executor;
    private final Lock lock = new ReentrantLock();
    private volatile @Nullable HttpClient client;
    private int leftOpen;

    RenewedClient(Supplier<HttpClient> factory, Executor executor) {
        this.factory = factory;
        this.executor = executor;
        this.client = factory.get();
    }

    /** The client to use, {@code null} after closing. */
    @Nullable
    HttpClient get() {
        return client;
    }

    /** Notes that an answer had a head that could not be read. */
    void leftOpenBy(HttpClient used) {
        if (used instanceof AutoCloseable closeable && isReplaced(used)) {
            // closing waits for the exchanges under way
            executor.execute(() -> close(closeable));
        }
    }

    private boolean isReplaced(HttpClient used) {
        lock.lock();
        try {
            if (client != used || ++leftOpen < MOST_LEFT_OPEN) {
                return false;
            }
            leftOpen = 0;
            client = Objects.requireNonNull(factory.get());
            return true;
        } finally {
            lock.unlock();
        }
    }

    void close() {
        HttpClient last = takeLast();
        if (last instanceof AutoCloseable closeable) {
            close(closeable);
        }
    }

    private @Nullable HttpClient takeLast() {
        lock.lock();
        try {
            HttpClient last = client;
            client = null;
            return last;
        } finally {
            lock.unlock();
        }
    }

    static void close(AutoCloseable client) {
        try {
            client.close();
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException("HttpClient.close declares no exception", e);
        }
    }
}
