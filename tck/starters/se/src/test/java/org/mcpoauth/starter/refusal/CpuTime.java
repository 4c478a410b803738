package org.mcpoauth.starter.refusal;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.Arrays;

/** How much CPU time work takes, whatever else the machine does meanwhile. */
final class CpuTime {
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private CpuTime() {}

    /** The CPU time of this thread in the median of some runs. */
    static Duration median(int runs, Runnable work) {
        return medianAfter(runs, () -> {}, work);
    }

    /** The same, with something before each run that is not measured. */
    static Duration medianAfter(int runs, Runnable before, Runnable work) {
        long[] nanos = new long[runs];
        for (int i = 0; i < runs; i++) {
            before.run();
            long start = THREADS.getCurrentThreadCpuTime();
            work.run();
            nanos[i] = THREADS.getCurrentThreadCpuTime() - start;
        }
        Arrays.sort(nanos);
        return Duration.ofNanos(nanos[runs / 2]);
    }
}
