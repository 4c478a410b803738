package org.mcpoauth.benchmarks;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.mcpoauth.benchmarks.Benchmarks.Part;
import org.mcpoauth.benchmarks.Contender.Verification;
import org.mcpoauth.benchmarks.Rounds.Cell;
import org.mcpoauth.benchmarks.Rounds.Samples;

/** What it costs to accept a token that was accepted before: target P4. */
final class CachePart implements Part {
    private static final int SIZE = 10_000;
    private static final double OF_RSA = 1.0 / 25;
    private static final double OF_ECDSA = 1.0 / 400;
    private static final double KIB = 3;

    @Override
    public void run(Report report) throws Exception {
        report.part("cache", "CPU time and garbage of accepting a remembered token (JDK provider).");
        Map<String, Cell> cells = new LinkedHashMap<>();
        for (Algorithm algorithm : new Algorithm[] {Algorithm.RS256, Algorithm.ES256}) {
            Fixture fixture = Fixture.of(algorithm);
            String token = fixture.goodToken();
            Verification uncached = OurContender.uncached(Contenders.OURS, null).verification(fixture);
            Verification cached =
                    OurContender.cached(Contenders.OURS, null, SIZE).verification(fixture);
            cells.put("uncached " + algorithm, () -> uncached.verify(token));
            cells.put("cached " + algorithm, () -> cached.verify(token));
        }
        Map<String, Samples> measured = Rounds.usual().measure(cells);
        report.targets();
        target(report, measured, Algorithm.RS256, OF_RSA);
        target(report, measured, Algorithm.ES256, OF_ECDSA);
        Samples hit = Objects.requireNonNull(measured.get("cached " + Algorithm.RS256));
        report.target("P4", "garbage of a hit in KiB", KIB, hit.bytes() / 1024);
    }

    private static void target(Report report, Map<String, Samples> measured, Algorithm algorithm, double limit) {
        Samples hit = Objects.requireNonNull(measured.get("cached " + algorithm));
        Samples miss = Objects.requireNonNull(measured.get("uncached " + algorithm));
        report.target("P4", algorithm.wireName() + ", hit / uncached", limit, hit.ratioTo(miss));
    }
}
