package org.mcpoauth.spi.support.concurrent;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.spi.Timer;

/**
 * A timer with one daemon thread, which is there only while something waits. At most {@value #MAX_PENDING}
 * tasks wait; what comes beyond is left out and told once in the log. The clock is asked again when a task
 * comes up, at least every hour, so that a clock that was set is followed. Safe for use by several threads.
 */
public final class DaemonTimer implements Timer, AutoCloseable {
    private static final System.Logger LOG = System.getLogger("org.mcpoauth.spi");
    private static final int MAX_PENDING = 100_000;
    private static final long LONGEST_NANOS = TimeUnit.HOURS.toNanos(1);
    private static final int IDLE_SECONDS = 60;

    private final InstantSource clock;
    private final ScheduledThreadPoolExecutor executor;
    private final AtomicBoolean isWarned = new AtomicBoolean();

    /**
     * A timer without thread so far.
     *
     * @param clock tells what is due
     */
    public DaemonTimer(InstantSource clock) {
        this.clock = clock;
        this.executor = new ScheduledThreadPoolExecutor(1, task -> DaemonThreads.create("mcp-oauth-timer", task));
        executor.setRemoveOnCancelPolicy(true);
        executor.setKeepAliveTime(IDLE_SECONDS, TimeUnit.SECONDS);
        executor.allowCoreThreadTimeOut(true);
    }

    @Override
    public Pending at(Instant due, Runnable task) {
        if (executor.getQueue().size() >= MAX_PENDING) {
            warnOnce();
            return Pending.NONE;
        }
        Waiting waiting = new Waiting(due, task);
        waiting.schedule();
        return waiting;
    }

    /** Ends the thread; what waits is left out. */
    @Override
    public void close() {
        executor.shutdownNow();
    }

    private void warnOnce() {
        if (isWarned.compareAndSet(false, true)) {
            LOG.log(System.Logger.Level.WARNING, "MCPO2303 too much waits for its time: some of it is left out");
        }
    }

    private long nanosUntil(Instant due) {
        Duration left = Duration.between(clock.instant(), due);
        if (left.isNegative()) {
            return 0;
        }
        return left.toHours() > 0 ? LONGEST_NANOS : left.toNanos();
    }

    private final class Waiting implements Pending, Runnable {
        private final Instant due;
        private final Runnable task;
        private volatile @Nullable Future<?> scheduled;
        private volatile boolean isCancelled;

        Waiting(Instant due, Runnable task) {
            this.due = due;
            this.task = task;
        }

        void schedule() {
            try {
                scheduled = executor.schedule(this, nanosUntil(due), TimeUnit.NANOSECONDS);
            } catch (RejectedExecutionException closed) {
                isCancelled = true;
            }
            if (isCancelled) {
                cancel();
            }
        }

        @Override
        public void run() {
            if (isCancelled) {
                return;
            }
            if (nanosUntil(due) > 0) {
                schedule();
                return;
            }
            try {
                task.run();
            } catch (RuntimeException e) {
                LOG.log(System.Logger.Level.WARNING, "MCPO2304 what was due has failed", e);
            }
        }

        @Override
        public void cancel() {
            isCancelled = true;
            Future<?> future = scheduled;
            if (future != null) {
                future.cancel(false);
            }
        }
    }
}
