package org.mcpoauth.benchmarks;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.mcpoauth.benchmarks.Benchmarks.Part;
import org.mcpoauth.benchmarks.Rounds.Cell;
import org.mcpoauth.benchmarks.Rounds.Samples;

/**
 * What issuing a token costs at the endpoints of our authorization server, without a network: as ratio to the bare
 * signature and one round trip to the store, reading a record and replacing it.
 */
final class IssuePart implements Part {
    private static final double ISSUING = 1.3;
    private static final List<String> TARGETS =
            List.of(IssuingServer.CLIENT_CREDENTIALS, IssuingServer.CODE, IssuingServer.REFRESH);
    private static final List<Algorithm> ALGORITHMS = List.of(Algorithm.RS256, Algorithm.ES256);

    @Override
    public void run(Report report) throws Exception {
        report.part(
                "issue",
                "CPU time of an endpoint of the authorization server, in memory, as ratio to a bare signature and one"
                        + " round trip to the store. A code is granted, stored and redeemed.");
        report.header(List.of("operation", "RS256", "ES256"));
        Map<Algorithm, Map<String, Double>> ratios = new LinkedHashMap<>();
        for (Algorithm algorithm : ALGORITHMS) {
            ratios.put(algorithm, measured(algorithm));
        }
        for (String operation : operations(ratios)) {
            report.row(List.of(
                    operation,
                    Report.ratio(of(ratios, Algorithm.RS256, operation)),
                    Report.ratio(of(ratios, Algorithm.ES256, operation))));
        }
        report.targets();
        for (Algorithm algorithm : ALGORITHMS) {
            for (String operation : TARGETS) {
                report.target(
                        "issue", algorithm.wireName() + ", " + operation, ISSUING, of(ratios, algorithm, operation));
            }
        }
    }

    private static Map<String, Double> measured(Algorithm algorithm) throws Exception {
        IssuingServer server = new IssuingServer(algorithm);
        Map<String, Cell> cells = new LinkedHashMap<>(server.operations());
        cells.put("floor", server.floor());
        Map<String, Samples> samples = Rounds.usual().measure(cells);
        Samples floor = Objects.requireNonNull(samples.remove("floor"));
        Map<String, Double> ratios = new LinkedHashMap<>();
        samples.forEach((name, sample) -> ratios.put(name, sample.ratioTo(floor)));
        return ratios;
    }

    private static Iterable<String> operations(Map<Algorithm, Map<String, Double>> ratios) {
        return Objects.requireNonNull(ratios.get(Algorithm.RS256)).keySet();
    }

    private static double of(Map<Algorithm, Map<String, Double>> ratios, Algorithm algorithm, String operation) {
        return Objects.requireNonNull(
                Objects.requireNonNull(ratios.get(algorithm)).get(operation));
    }
}
