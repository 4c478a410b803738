package org.mcpoauth.benchmarks;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import org.mcpoauth.benchmarks.Benchmarks.Part;
import org.mcpoauth.spi.McpOAuthRuntime;
import org.mcpoauth.spi.server.AccessTokenFormat;

/**
 * What the grants of our authorization server leave in the heap after collection, when they are kept in memory: while they
 * live, and when all have ended and a quarter as many have come after them, since each new one removes eight of them.
 */
final class IssuedMemoryPart implements Part {
    private static final int GRANTS = 16_000;
    private static final int LATER = GRANTS / 8;
    private static final Duration LONG = Duration.ofDays(1000);
    private static final double KIB_PER_GRANT = 2;

    @Override
    public void run(Report report) throws Exception {
        report.part(
                "as-memory", "Heap after collection with " + GRANTS + " grants in memory, and after all have ended.");
        AtomicReference<Instant> now = new AtomicReference<>(Clock.systemUTC().instant());
        IssuingServer server = new IssuingServer(
                Algorithm.ES256,
                AccessTokenFormat.JWT,
                McpOAuthRuntime.builder().clock(now::get));
        // what is made once is made before
        grant(server, LATER);
        double before = MemoryPart.heapInKib();
        grant(server, GRANTS);
        double living = MemoryPart.heapInKib() - before;
        now.updateAndGet(time -> time.plus(LONG));
        // the first of them removes what was there before
        grant(server, 2 * LATER);
        double ended = MemoryPart.heapInKib() - before;
        // the server must be reachable up to here
        grant(server, 1);
        double perGrant = living / GRANTS;
        report.targets();
        report.target("as-memory", "KiB of one grant", KIB_PER_GRANT, perGrant);
        // those that live now, and what varies
        double bound = 2 * LATER * KIB_PER_GRANT;
        report.target("as-memory", "heap after all have ended / bound", 1, ended / bound);
    }

    private static void grant(IssuingServer server, int count) {
        for (int i = 0; i < count; i++) {
            server.redeem();
        }
    }
}
