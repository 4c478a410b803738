package org.mcpoauth.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.mcpoauth.benchmarks.Benchmarks.Part;
import org.mcpoauth.benchmarks.Rounds.Samples;

/** What the verification of a good token allocates: target P5. */
final class GarbagePart implements Part {
    private static final double OF_NIMBUS = 0.5;

    private final Verifications verifications;

    GarbagePart(Verifications verifications) {
        this.verifications = verifications;
    }

    @Override
    public void run(Report report) throws Exception {
        report.part("garbage", "Memory allocated by one verification, as ratio to nimbus with RS256.");
        List<String> head = new ArrayList<>(List.of("contender"));
        for (Algorithm algorithm : Algorithm.values()) {
            head.add(algorithm.wireName());
        }
        report.header(head);
        for (String contender : Verifications.contenders()) {
            List<String> row = new ArrayList<>(List.of(contender));
            for (Algorithm algorithm : Algorithm.values()) {
                Samples samples = verifications.of(contender, algorithm);
                row.add(samples == null ? "–" : Report.ratio(samples.bytes() / nimbus().bytes()));
            }
            report.row(row);
        }
        report.targets();
        Samples ours = Objects.requireNonNull(verifications.of(Contenders.OURS, Algorithm.RS256));
        report.target("P5", "RS256, ours / nimbus", OF_NIMBUS, ours.bytes() / nimbus().bytes());
    }

    private Samples nimbus() throws Exception {
        return Objects.requireNonNull(verifications.of(Contenders.NIMBUS, Algorithm.RS256));
    }
}
