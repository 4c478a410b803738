package org.mcpoauth.client.scripted;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.mcpoauth.spi.support.concurrent.Waiting;

/** Waits in the time of a test: a pause moves its clock, and who waits for others is let go by that clock. */
public final class ManualWaiting implements Waiting {
    private final ManualClock clock;
    private final Semaphore waiters = new Semaphore(0);

    public ManualWaiting(ManualClock clock) {
        this.clock = clock;
    }

    @Override
    public void pause(Duration time) {
        clock.advance(time);
    }

    @Override
    public <T> T await(CompletableFuture<T> outcome, Duration longest)
            throws ExecutionException, TimeoutException, InterruptedException {
        CompletableFuture<Void> over = clock.reaches(clock.instant().plus(longest));
        waiters.release();
        CompletableFuture.anyOf(outcome.handle((result, failure) -> ""), over).get();
        if (outcome.isDone()) {
            return outcome.get();
        }
        throw new TimeoutException();
    }

    /** Comes back as soon as one more thread waits. */
    public void untilSomebodyWaits() throws InterruptedException {
        if (!waiters.tryAcquire(30, TimeUnit.SECONDS)) {
            throw new AssertionError("nobody waits");
        }
    }
}
