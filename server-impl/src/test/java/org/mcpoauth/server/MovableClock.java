package org.mcpoauth.server;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.mcpoauth.spi.Timer;

/** A clock that stands still until it is moved, and its timer: who moves it starts what is due. */
public final class MovableClock implements InstantSource, Timer {
    private final Queue<Waiting> waiting = new ConcurrentLinkedQueue<>();
    private volatile Instant now = Instant.parse("2026-08-01T12:00:00Z");

    private record Waiting(Instant due, Runnable task) {}

    @Override
    public Instant instant() {
        return now;
    }

    @Override
    public Pending at(Instant due, Runnable task) {
        Waiting added = new Waiting(due, task);
        waiting.add(added);
        startDue();
        return () -> waiting.remove(added);
    }

    /** Moves the time forward. */
    public void move(Duration by) {
        now = now.plus(by);
        startDue();
    }

    /** How many tasks wait for their time. */
    public int waiting() {
        return waiting.size();
    }

    private void startDue() {
        List<Waiting> due =
                waiting.stream().filter(each -> !now.isBefore(each.due())).toList();
        for (Waiting each : due) {
            if (waiting.remove(each)) {
                each.task().run();
            }
        }
    }
}
