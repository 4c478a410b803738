package org.mcpoauth.tck.store;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Lets eight threads do the same thing at the same moment, again and again. */
final class Race implements AutoCloseable {
    static final int THREADS = 8;
    private static final long SECONDS = 60;

    private final ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    private final CyclicBarrier start = new CyclicBarrier(THREADS);

    /** What one of the racing threads does. */
    interface Runner<T> {
        T run(int thread);
    }

    /** One result per thread, by its number. */
    <T> List<T> run(Runner<T> runner) {
        List<Future<T>> running = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            int thread = i;
            Callable<T> task = () -> {
                start.await(SECONDS, TimeUnit.SECONDS);
                return runner.run(thread);
            };
            running.add(threads.submit(task));
        }
        return running.stream().map(Race::result).toList();
    }

    private static <T> T result(Future<T> running) {
        try {
            return running.get(SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw new AssertionError("a racing thread failed", e.getCause());
        } catch (TimeoutException e) {
            throw new AssertionError("a racing thread did not come back", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
