package org.mcpoauth.spi;

import java.time.Instant;

/**
 * Starts what is due at some time although nobody calls, such as the end of a stream whose token is over. Safe
 * for use by several threads.
 */
@FunctionalInterface
public interface Timer {

    /** Starts nothing: what would be due waits for the next call. */
    Timer NONE = (due, task) -> Pending.NONE;

    /**
     * Has a task started once, at the given time or soon after it, unless it is cancelled before. A time that is
     * over means now. A timer that has too much to do, or is closed, may leave the task out.
     *
     * @param due when, by the clock of {@link McpOAuthServices#clock()}
     * @param task what to start; it neither blocks nor throws
     * @return what cancels it
     */
    Pending at(Instant due, Runnable task);

    /** A task that waits for its time. Safe for use by several threads. */
    @FunctionalInterface
    interface Pending {

        /** Nothing waits. */
        Pending NONE = () -> {};

        /** Takes the task back, and what it holds on to. Nothing happens if it has been started. */
        void cancel();
    }
}
