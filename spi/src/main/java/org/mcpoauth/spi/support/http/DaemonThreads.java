package org.mcpoauth.spi.support.http;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Threads that neither keep the JVM alive nor hold on to the application that happened to cause them. */
final class DaemonThreads {
    private DaemonThreads() {}

    /** As many threads as are needed, and none after ten seconds without work. */
    static ExecutorService pool() {
        return new ThreadPoolExecutor(
                0,
                Integer.MAX_VALUE,
                10,
                TimeUnit.SECONDS,
                new SynchronousQueue<>(),
                task -> create("mcp-oauth-http", task));
    }

    static Thread create(String name, Runnable task) {
        Thread thread = new Thread(null, task, name, 0, false);
        thread.setDaemon(true);
        thread.setContextClassLoader(null);
        return thread;
    }
}
