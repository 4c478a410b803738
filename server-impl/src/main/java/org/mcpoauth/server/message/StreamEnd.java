package org.mcpoauth.server.message;

import java.io.Closeable;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.spi.Timer;

/**
 * The end of a stream that one thread writes and another may end. Neither holds a lock while it is at it:
 * writers are counted in and out, nobody comes in after the end, and the connection is ended when nobody is
 * in. A connection that has been given back is not touched, for it may serve somebody else.
 */
final class StreamEnd {
    private static final System.Logger LOG = System.getLogger("org.mcpoauth.server.message");
    private static final int OVER = Integer.MIN_VALUE;

    private final Lifetime life;
    private final AtomicReference<@Nullable Closeable> connection;
    private final AtomicInteger writers = new AtomicInteger();
    private final CompletableFuture<Boolean> left = new CompletableFuture<>();
    private volatile Timer.Pending pending = Timer.Pending.NONE;

    /** Ends a connection when the time is over, {@code null} for none. */
    StreamEnd(Lifetime life, @Nullable Closeable connection) {
        this.life = life;
        this.connection = new AtomicReference<>(connection);
    }

    /** Has the connection ended in time. */
    void await() {
        if (connection.get() == null) {
            left.complete(true);
        } else {
            pending = life.atEnd(this::end);
        }
    }

    boolean isTimeOver() {
        return life.isOver();
    }

    /** Counts a writer in, unless the stream is over. */
    boolean enter() {
        return writers.getAndUpdate(count -> count < 0 ? count : count + 1) >= 0;
    }

    /** Counts a writer out. An end that came meanwhile was left to it, and it leaves it to the timer again. */
    void leave() {
        if (writers.decrementAndGet() == OVER && connection.get() != null) {
            life.atEnd(this::close);
        }
    }

    /** Takes nothing more and leaves the connection alone. */
    void abandon() {
        writers.getAndUpdate(count -> count < 0 ? count : count + OVER);
        if (connection.getAndSet(null) != null) {
            left.complete(true);
        }
        pending.cancel();
    }

    /** The same, and waits for an end that is under way. */
    void release() {
        abandon();
        left.join();
    }

    private void end() {
        if (writers.getAndUpdate(count -> count < 0 ? count : count + OVER) == 0) {
            close();
        }
    }

    private void close() {
        Closeable ended = connection.getAndSet(null);
        if (ended == null) {
            return;
        }
        try {
            ended.close();
        } catch (IOException | RuntimeException e) {
            // as where the application writes to a client that is gone
            LOG.log(System.Logger.Level.DEBUG, () -> "MCPO4121 a stream could not be ended: " + e.getMessage());
        } finally {
            left.complete(true);
        }
    }
}
