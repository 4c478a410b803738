package org.mcpoauth.spi.support.concurrent;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** How threads let time pass. Safe for use by several threads. */
public interface Waiting {
    /** In the time of the machine. */
    Waiting REAL = new Waiting() {
        @Override
        public void pause(Duration time) throws InterruptedException {
            TimeUnit.NANOSECONDS.sleep(TimeUnit.NANOSECONDS.convert(time));
        }

        @Override
        public <T> T await(CompletableFuture<T> outcome, Duration longest)
                throws ExecutionException, TimeoutException, InterruptedException {
            return outcome.get(TimeUnit.NANOSECONDS.convert(longest), TimeUnit.NANOSECONDS);
        }
    };

    /**
     * Does nothing for a time.
     *
     * @throws InterruptedException if the thread was interrupted
     */
    void pause(Duration time) throws InterruptedException;

    /**
     * Waits for an outcome for a limited time.
     *
     * @throws ExecutionException if the outcome is a failure
     * @throws TimeoutException if there was none in that time
     * @throws InterruptedException if the thread was interrupted
     */
    <T> T await(CompletableFuture<T> outcome, Duration longest)
            throws ExecutionException, TimeoutException, InterruptedException;
}
