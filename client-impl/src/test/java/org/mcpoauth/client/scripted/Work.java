package org.mcpoauth.client.scripted;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;

/** Runs what goes on beside the callers: at once on threads of its own, or when a test says so. */
public final class Work implements Executor {
    private final Queue<Runnable> held = new ConcurrentLinkedQueue<>();
    private final Queue<Thread> threads = new ConcurrentLinkedQueue<>();
    private volatile boolean isHeld;

    /** Waits for what is being done. */
    public void await() throws InterruptedException {
        for (Thread thread : threads) {
            thread.join();
        }
    }

    /** Keeps what comes from now on. */
    public void hold() {
        isHeld = true;
    }

    /** Does on this thread what was kept, and gives how much that was. */
    public int runHeld() {
        int count = 0;
        for (Runnable next = held.poll(); next != null; next = held.poll()) {
            next.run();
            count++;
        }
        return count;
    }

    @Override
    public void execute(Runnable task) {
        if (isHeld) {
            held.add(task);
            return;
        }
        Thread thread = new Thread(task, "work");
        thread.setDaemon(true);
        threads.add(thread);
        thread.start();
    }
}
