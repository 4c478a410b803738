package org.mcpoauth.client.call;

import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;

/** The outcome of a blocking call on another thread; cancelling it interrupts that call. */
final class AsyncCall<T> extends CompletableFuture<T> {
    private final FutureTask<Void> task;

    AsyncCall(Callable<T> work) {
        this.task = new FutureTask<>(() -> completeWith(work), null);
    }

    /** Starts the call; an executor that takes no more work is a failure of the call. */
    void begin(Executor executor) {
        try {
            executor.execute(task);
        } catch (RejectedExecutionException closed) {
            completeExceptionally(closed);
        }
    }

    @Override
    public boolean cancel(boolean mayInterruptIfRunning) {
        boolean cancelled = super.cancel(mayInterruptIfRunning);
        if (cancelled) {
            // an HTTP exchange that nobody waits for is cut off, as the client of the JDK does it
            task.cancel(true);
        }
        return cancelled;
    }

    private void completeWith(Callable<T> work) {
        try {
            complete(work.call());
        } catch (Exception | Error failure) {
            completeExceptionally(failure);
        }
    }
}
