package org.mcpoauth.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.benchmarks.Benchmarks.Part;
import org.mcpoauth.benchmarks.Rounds.Samples;

/**
 * How long the verification of a good token takes that was not seen before: targets P1, P2 and P3. Peers are
 * compared in this JVM, the floor in a JVM of its own, see {@link FloorRun}.
 */
final class VerifyPart implements Part {
    private static final double OF_FLOOR_RSA = 1.15;
    private static final double OF_NIMBUS_RSA = 0.70;
    private static final double OF_NIMBUS_MAC = 0.27;
    private static final double OF_FLOOR_CURVE = 1.03;
    private static final double OF_FLOOR_NAMED = 1.10;

    private final Verifications verifications;

    VerifyPart(Verifications verifications) {
        this.verifications = verifications;
    }

    @Override
    public void run(Report report) throws Exception {
        report.part("verify", "CPU time of one verification, as ratio to raw (the signature alone, JDK provider).");
        table(report);
        report.targets();
        rsa(report, Algorithm.RS256);
        rsa(report, Algorithm.PS256);
        mac(report);
        curve(report, Algorithm.ES256);
        curve(report, Algorithm.EDDSA);
    }

    private void table(Report report) throws Exception {
        List<String> head = new ArrayList<>(List.of("contender"));
        for (Algorithm algorithm : Algorithm.values()) {
            head.add(algorithm.wireName());
        }
        report.header(head);
        for (String contender : Verifications.contenders()) {
            List<String> row = new ArrayList<>(List.of(contender));
            for (Algorithm algorithm : Algorithm.values()) {
                row.add(cell(contender, algorithm));
            }
            report.row(row);
        }
    }

    private String cell(String contender, Algorithm algorithm) throws Exception {
        Samples samples = verifications.of(contender, algorithm);
        return samples == null ? "–" : Report.ratio(samples.ratioTo(known(Contenders.RAW, algorithm)));
    }

    private void rsa(Report report, Algorithm algorithm) throws Exception {
        String name = algorithm.wireName();
        report.target("P1", name + ", ours / raw", OF_FLOOR_RSA, FloorRun.ratio(algorithm, null));
        report.target("P1", name + ", ours / nimbus", OF_NIMBUS_RSA, ratio(Contenders.OURS, "nimbus", algorithm));
        for (Contender peer : Contenders.peers()) {
            if (peer.supports(algorithm)) {
                double ratio = ratio(Contenders.OURS, peer.name(), algorithm);
                report.target("P1", name + ", ours / " + peer.name(), 1, ratio);
            }
        }
        named(report, "P1", algorithm, OF_FLOOR_RSA);
    }

    private void mac(Report report) throws Exception {
        double ofNimbus = ratio(Contenders.OURS, Contenders.NIMBUS, Algorithm.HS256);
        report.target("P2", "HS256, ours / nimbus", OF_NIMBUS_MAC, ofNimbus);
    }

    private void curve(Report report, Algorithm algorithm) throws Exception {
        report.target("P3", algorithm.wireName() + ", ours / raw", OF_FLOOR_CURVE, FloorRun.ratio(algorithm, null));
        named(report, "P3", algorithm, OF_FLOOR_NAMED);
    }

    /** With a provider that the configuration names. */
    private void named(Report report, String id, Algorithm algorithm, double limit) throws Exception {
        String what = algorithm.wireName() + " with ACCP named, ours / raw of ACCP";
        Optional<String> accp = Contenders.accp();
        if (accp.isEmpty()) {
            report.notRun(id + " " + what, "no ACCP for this platform");
            return;
        }
        report.target(id, what, limit, FloorRun.ratio(algorithm, accp.get()));
    }

    private double ratio(String contender, String other, Algorithm algorithm) throws Exception {
        return known(contender, algorithm).ratioTo(known(other, algorithm));
    }

    private Samples known(String contender, Algorithm algorithm) throws Exception {
        @Nullable Samples samples = verifications.of(contender, algorithm);
        if (samples == null) {
            throw new IllegalStateException(contender + " was not measured with " + algorithm);
        }
        return samples;
    }
}
