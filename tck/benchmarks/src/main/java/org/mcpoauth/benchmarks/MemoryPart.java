package org.mcpoauth.benchmarks;

import java.lang.management.ManagementFactory;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.api.error.TokenRejectedException;
import org.mcpoauth.benchmarks.Benchmarks.Part;
import org.mcpoauth.benchmarks.Contender.Verification;

/**
 * What remembered tokens leave in the heap after collection: those that fill half of the cache, by token;
 * then a million distinct valid ones; then a million of an impostor.
 */
final class MemoryPart implements Part {
    private static final int TOKENS = Integer.getInteger("benchmarks.tokens", 1_000_000);
    private static final int SIZE = 10_000;
    private static final double KIB_PER_TOKEN = 4;
    private static final double KIB = 1024;

    @Override
    public void run(Report report) throws Exception {
        report.part(
                "memory",
                "Heap after collection with a cache of " + SIZE + " tokens, after " + TOKENS
                        + " distinct valid tokens and as many of an impostor.");
        @Nullable String provider = Contenders.accp().orElse(null);
        Fixture fixture = Fixture.signedWith(Algorithm.EDDSA, provider);
        Verification cached =
                OurContender.cached(Contenders.OURS, provider, SIZE).verification(fixture);
        DistinctTokens tokens = new DistinctTokens(fixture);
        require(accepted(cached, tokens::good, 1) == 1);
        double before = heapInKib();
        // the cache has two generations: half of its tokens are in it for certain
        require(accepted(cached, tokens::good, SIZE / 2 - 1) == SIZE / 2 - 1);
        double perToken = (heapInKib() - before) / (SIZE / 2.0 - 1);
        require(accepted(cached, tokens::good, TOKENS) == TOKENS);
        double afterValid = heapInKib() - before;
        require(accepted(cached, tokens::hostile, TOKENS) == 0);
        double afterHostile = heapInKib() - before;
        // the cache must be reachable up to here
        require(accepted(cached, tokens::good, 1) == 1);
        report.targets();
        report.target("memory", "KiB of one remembered token", KIB_PER_TOKEN, perToken);
        double bound = SIZE * KIB_PER_TOKEN;
        report.target("memory", "heap after the valid tokens / bound", 1, afterValid / bound);
        report.target("memory", "heap after the hostile tokens / bound", 1, afterHostile / bound);
    }

    /** Presents distinct tokens, with all processors, and gives how many were accepted. */
    private static long accepted(Verification verification, Supplier<String> tokens, int count) {
        return IntStream.range(0, count)
                .parallel()
                .filter(i -> isAccepted(verification, tokens.get()))
                .count();
    }

    private static boolean isAccepted(Verification verification, String token) {
        try {
            verification.verify(token);
            return true;
        } catch (TokenRejectedException e) {
            return false;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    static double heapInKib() {
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed() / KIB;
    }

    private static void require(boolean condition) {
        if (!condition) {
            throw new IllegalStateException("not what was expected of these tokens");
        }
    }
}
