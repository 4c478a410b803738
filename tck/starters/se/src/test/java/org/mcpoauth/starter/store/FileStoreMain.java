package org.mcpoauth.starter.store;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.mcpoauth.spi.store.StateEntry;
import org.mcpoauth.spi.store.StateKey;
import org.mcpoauth.spi.store.StateStore;
import org.mcpoauth.spi.support.store.FileStateStore;
import org.mcpoauth.spi.support.store.StoreLimits;

/** A process that uses a store in a file. Arguments: what to do, the directory, how often. */
final class FileStoreMain {
    static final String NAMESPACE = "process";
    static final StateKey COUNTER = new StateKey(NAMESPACE, "counter");
    private static final Duration TTL = Duration.ofHours(1);
    private static final int THREADS = 4;

    private FileStoreMain() {}

    public static void main(String[] arguments) throws InterruptedException {
        StateStore store = open(Path.of(arguments[1]));
        int times = Integer.parseInt(arguments[2]);
        if (arguments[0].equals("count")) {
            count(store, times);
        } else {
            write(store, arguments[0], times);
        }
    }

    static StateStore open(Path directory) {
        return FileStateStore.encrypted(directory, Rings.FILE, Clock.systemUTC(), StoreLimits.of(100_000));
    }

    static StateKey key(String prefix, int number) {
        return new StateKey(NAMESPACE, prefix + number);
    }

    /** Says the number of each entry once it is stored. */
    private static void write(StateStore store, String prefix, int times) {
        for (int i = 0; i < times; i++) {
            store.putIfAbsent(key(prefix, i), StateEntry.of("value " + i), TTL);
            System.out.println(i);
        }
    }

    /** Adds one to a number as often as each thread is told. */
    private static void count(StateStore store, int times) throws InterruptedException {
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            threads.add(new Thread(() -> {
                for (int done = 0; done < times; ) {
                    done += isAdded(store) ? 1 : 0;
                }
            }));
        }
        threads.forEach(Thread::start);
        for (Thread thread : threads) {
            thread.join();
        }
    }

    private static boolean isAdded(StateStore store) {
        String before = store.get(COUNTER).orElseThrow().value();
        return store.compareAndSet(COUNTER, before, StateEntry.of(Integer.toString(Integer.parseInt(before) + 1)), TTL);
    }
}
