package org.mcpoauth.benchmarks;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * Measures cells against each other: all in one JVM, in rounds, each cell once in a round for some
 * milliseconds, in an order that changes from round to round. Time is the CPU time of the measuring
 * thread, so that foreign load of the machine does not count; garbage is what this thread allocated.
 */
final class Rounds {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private final int rounds;
    private final long nanosPerCell;
    private final long nanosOfWarmUp;
    // whatever a cell computes ends here, or the compiler would leave the computing out
    @SuppressWarnings("UnusedVariable")
    private volatile @Nullable Object sink;

    Rounds(int rounds, Duration perCell, Duration warmUp) {
        this.rounds = rounds;
        this.nanosPerCell = perCell.toNanos();
        this.nanosOfWarmUp = warmUp.toNanos();
    }

    /** Eleven rounds of 40 ms, after 800 ms of warm-up for each cell. */
    static Rounds usual() {
        return new Rounds(11, Duration.ofMillis(40), Duration.ofMillis(800));
    }

    /** One operation; it does the same each time. */
    @FunctionalInterface
    interface Cell {
        Object run() throws Exception;
    }

    /** A cell while it is measured. */
    private record Running(Cell cell, int operations, Samples samples) {}

    /** Runs the cells and gives what was measured under the same names in the same order. */
    Map<String, Samples> measure(Map<String, Cell> cells) throws Exception {
        Map<String, Samples> measured = new LinkedHashMap<>();
        List<Running> all = new ArrayList<>();
        for (Map.Entry<String, Cell> named : cells.entrySet()) {
            Samples samples = new Samples();
            measured.put(named.getKey(), samples);
            all.add(new Running(named.getValue(), operationsPerRound(named.getValue()), samples));
        }
        Random random = new Random(1);
        for (int round = 0; round < rounds; round++) {
            Collections.shuffle(all, random);
            for (Running each : all) {
                each.samples().add(sample(each.cell(), each.operations()));
            }
        }
        return measured;
    }

    /** Warms a cell up and finds out how often it fits into its share of a round. */
    private int operationsPerRound(Cell cell) throws Exception {
        int batch = 1;
        double nanos = 0;
        for (long spent = 0; spent < nanosOfWarmUp; ) {
            nanos = sample(cell, batch).nanos();
            spent += (long) (nanos * batch);
            batch = (int) Math.max(1, Math.min(batch * 2.0, nanosPerCell / Math.max(1, nanos)));
        }
        return batch;
    }

    private Sample sample(Cell cell, int operations) throws Exception {
        long allocated = THREADS.getCurrentThreadAllocatedBytes();
        long start = THREADS.getCurrentThreadCpuTime();
        for (int i = 0; i < operations; i++) {
            sink = cell.run();
        }
        double nanos = THREADS.getCurrentThreadCpuTime() - start;
        double bytes = THREADS.getCurrentThreadAllocatedBytes() - allocated;
        return new Sample(nanos / operations, bytes / operations);
    }

    /** What one operation took in one round. */
    record Sample(double nanos, double bytes) {}

    /** What was measured of one cell, by round. */
    static final class Samples {
        private final List<Sample> samples = new ArrayList<>();

        void add(Sample sample) {
            samples.add(sample);
        }

        double nanos() {
            return median(samples.stream().mapToDouble(Sample::nanos).toArray());
        }

        double bytes() {
            return median(samples.stream().mapToDouble(Sample::bytes).toArray());
        }

        /** The median of the ratios within each round. */
        double ratioTo(Samples other) {
            double[] ratios = new double[samples.size()];
            for (int i = 0; i < ratios.length; i++) {
                ratios[i] = samples.get(i).nanos() / other.samples.get(i).nanos();
            }
            return median(ratios);
        }
    }

    static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
