package org.mcpoauth.starter.refusal;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Arrays;

/** How much memory work asks for, whatever of it is free again soon. */
final class AllocatedBytes {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private AllocatedBytes() {}

    /** The octets that this thread allocates in the median of some runs. */
    static long median(int runs, Runnable work) {
        long[] octets = new long[runs];
        for (int i = 0; i < runs; i++) {
            long start = THREADS.getCurrentThreadAllocatedBytes();
            work.run();
            octets[i] = THREADS.getCurrentThreadAllocatedBytes() - start;
        }
        Arrays.sort(octets);
        return octets[runs / 2];
    }
}
