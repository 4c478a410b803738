package org.mcpoauth.spi.support.http;

import java.io.IOException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What the clients of a runtime have under way. Closing breaks off every body that is being read; what has no answer
 * yet comes to its own end, for threads that wait for one would else wait for ever. Safe for use by several threads.
 */
final class Exchanges {
    private final Set<BreakableBody<?>> bodies = ConcurrentHashMap.newKeySet();
    private final AtomicInteger underWay = new AtomicInteger();
    private final Runnable whenOver;
    private volatile boolean closed;

    /**
     * Nothing is under way yet.
     *
     * @param whenOver runs after closing, when nothing is under way any more; maybe more than once
     */
    Exchanges(Runnable whenOver) {
        this.whenOver = whenOver;
    }

    /** Begins a part of an exchange, which has to be ended. */
    void begin() throws IOException {
        underWay.incrementAndGet();
        if (closed) {
            end();
            throw new IOException("the runtime was closed");
        }
    }

    void end() {
        if (underWay.decrementAndGet() == 0 && closed) {
            whenOver.run();
        }
    }

    /** Takes up a body that begins; its end is told by {@link #remove}. */
    void add(BreakableBody<?> body) {
        underWay.incrementAndGet();
        bodies.add(body);
        if (closed) {
            body.breakOff();
        }
    }

    void remove(BreakableBody<?> body) {
        if (bodies.remove(body)) {
            end();
        }
    }

    void close() {
        underWay.incrementAndGet();
        closed = true;
        bodies.forEach(BreakableBody::breakOff);
        end();
    }
}
