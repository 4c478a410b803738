package org.mcpoauth.benchmarks;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.mcpoauth.benchmarks.Benchmarks.Part;

/**
 * What protection costs a Jersey server, as CPU time of its process by request: target P7. One process for
 * each variant; all live during the whole part, and the load goes round.
 */
final class HttpPart implements Part {
    static final String BODY = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\","
            + "\"params\":{\"name\":\"whoami\",\"arguments\":{}}}";

    private static final int ROUNDS = 7;
    private static final int SECONDS = 3;
    // the compiler works in the process that is measured, so nothing is measured before it is done
    private static final long LEAST_WARM_UP = 200_000;
    private static final int MOST_WARM_UPS = 60;
    private static final double SETTLED = 0.97;
    private static final double PROTECTED_CACHED = 1.10;
    private static final double ADDED_UNCACHED = 0.65;
    private static final double ADDED_CACHED = 0.10;

    private final HttpLoad load = HttpLoad.available();

    @Override
    public void run(Report report) throws Exception {
        report.part(
                "http",
                "CPU time of the server process by request: Jersey on Grizzly, RS256, sixteen connections, load by "
                        + load.name() + ". Medians of " + ROUNDS + " rounds.");
        Fixture fixture = Fixture.of(Algorithm.RS256);
        List<Server> servers = new ArrayList<>();
        try {
            for (HttpVariant variant : HttpVariant.values()) {
                servers.add(Server.start(variant, fixture.keySet()));
            }
            report(report, measured(servers, fixture.goodToken()));
        } finally {
            servers.forEach(Server::stop);
        }
    }

    private Map<HttpVariant, double[]> measured(List<Server> servers, String token) throws Exception {
        Map<HttpVariant, double[]> nanos = new EnumMap<>(HttpVariant.class);
        for (Server server : servers) {
            nanos.put(server.variant(), new double[ROUNDS]);
            warmUp(server, token);
        }
        List<Server> order = new ArrayList<>(servers);
        Random random = new Random(1);
        for (int round = 0; round < ROUNDS; round++) {
            Collections.shuffle(order, random);
            for (Server server : order) {
                of(nanos, server.variant())[round] = cost(server, token).nanosPerRequest();
            }
        }
        return nanos;
    }

    /** Until so many requests were served that the compiler has met all of them, and they do not get cheaper any more. */
    private void warmUp(Server server, String token) throws Exception {
        double before = Double.MAX_VALUE;
        long requests = 0;
        for (int i = 0; i < MOST_WARM_UPS; i++) {
            Cost cost = cost(server, token);
            requests += cost.requests();
            if (requests >= LEAST_WARM_UP && cost.nanosPerRequest() > SETTLED * before) {
                return;
            }
            before = cost.nanosPerRequest();
        }
    }

    /** What so many requests cost the server. */
    private record Cost(long requests, double nanos) {
        double nanosPerRequest() {
            return nanos / requests;
        }
    }

    private Cost cost(Server server, String token) throws Exception {
        Duration before = server.cpu();
        HttpLoad.Answers answers = load.run(server.port(), token, SECONDS);
        double nanos = server.cpu().minus(before).toNanos();
        if (answers.failed() > 0 || answers.all() == 0) {
            throw new IllegalStateException(server.variant() + ": " + answers);
        }
        return new Cost(answers.all(), nanos);
    }

    private static void report(Report report, Map<HttpVariant, double[]> nanos) {
        report.header(List.of("variant", "ratio to open", "added, as ratio to what nimbus adds"));
        for (HttpVariant variant : HttpVariant.values()) {
            report.row(
                    List.of(variant.name(), Report.ratio(ofOpen(nanos, variant)), Report.ratio(added(nanos, variant))));
        }
        report.targets();
        report.target("P7", "cached / open", PROTECTED_CACHED, ofOpen(nanos, HttpVariant.CACHED));
        report.target("P7", "uncached, added / added by nimbus", ADDED_UNCACHED, added(nanos, HttpVariant.UNCACHED));
        report.target("P7", "cached, added / added by nimbus", ADDED_CACHED, added(nanos, HttpVariant.CACHED));
    }

    private static double ofOpen(Map<HttpVariant, double[]> nanos, HttpVariant variant) {
        double[] ratios = new double[ROUNDS];
        for (int round = 0; round < ROUNDS; round++) {
            ratios[round] = of(nanos, variant)[round] / of(nanos, HttpVariant.OPEN)[round];
        }
        return Rounds.median(ratios);
    }

    private static double added(Map<HttpVariant, double[]> nanos, HttpVariant variant) {
        double[] ratios = new double[ROUNDS];
        for (int round = 0; round < ROUNDS; round++) {
            double open = of(nanos, HttpVariant.OPEN)[round];
            ratios[round] = (of(nanos, variant)[round] - open) / (of(nanos, HttpVariant.NIMBUS)[round] - open);
        }
        return Rounds.median(ratios);
    }

    private static double[] of(Map<HttpVariant, double[]> nanos, HttpVariant variant) {
        return Objects.requireNonNull(nanos.get(variant));
    }

    /** One server process. */
    private record Server(HttpVariant variant, ServerProcess process) {
        static Server start(HttpVariant variant, String keySet) throws IOException {
            List<String> command = ServerProcess.java(HttpEndpoint.class.getName(), variant.name(), keySet);
            return new Server(variant, ServerProcess.start(variant.name(), command));
        }

        int port() {
            return process.port();
        }

        Duration cpu() {
            return process.cpu();
        }

        void stop() {
            process.stop();
        }
    }
}
