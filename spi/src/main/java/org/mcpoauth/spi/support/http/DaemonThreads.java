package org.mcpoauth.spi.support.http;

/** Threads that neither keep the JVM alive nor hold on to the application that happened to cause them. */
final class DaemonThreads {
    private DaemonThreads() {}

    static Thread create(String name, Runnable task) {
        Thread thread = new Thread(null, task, name, 0, false);
        thread.setDaemon(true);
        thread.setContextClassLoader(null);
        return thread;
    }
}
