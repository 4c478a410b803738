package org.mcpoauth.benchmarks;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.ToDoubleFunction;
import org.mcpoauth.benchmarks.Benchmarks.Part;
import org.mcpoauth.benchmarks.Rounds.Cell;
import org.mcpoauth.spi.server.AccessTokenFormat;

/**
 * Our authorization server beside oidc-provider over HTTP: requests per second, and CPU time of the process by request.
 * Both keep everything in memory, sign with keys of one kind and know one client with a secret.
 */
final class IssuingHttpPart implements Part {
    private static final int ROUNDS = 7;
    private static final int CONNECTIONS = 8;
    private static final int REQUESTS = Integer.getInteger("benchmarks.requests", 300);
    // the compilers work in the processes that are measured, so nothing is measured before they are done
    private static final int LEAST_WARM_UPS = 8;
    private static final int MOST_WARM_UPS = 20;
    private static final double SETTLED = 0.97;
    private static final List<IssuingOperation> SIGNING =
            List.of(IssuingOperation.CLIENT_CREDENTIALS, IssuingOperation.CODE, IssuingOperation.REFRESH);

    private static final List<IssuingOperation> LOOKING_UP = List.of(IssuingOperation.INTROSPECTION);

    private final ExecutorService threads = Executors.newFixedThreadPool(CONNECTIONS);

    /** What one request took: of the clock, with all connections, and of the CPU of the server. */
    private record Cost(double elapsed, double cpu) {}

    @Override
    public void run(Report report) throws Exception {
        report.part(
                "as-http",
                "Our authorization server over HTTP as ratio to oidc-provider: requests per second, where more is"
                        + " better, and CPU time of the process by request, where less is. All in memory, "
                        + CONNECTIONS
                        + " connections, medians of " + ROUNDS + " rounds.");
        if (!IssuingContender.isPeerAvailable()) {
            report.notRun("as-http", "npm cannot fetch Node and oidc-provider, or this was not started by run.sh");
            return;
        }
        List<IssuingContender> ours = IssuingContender.ours();
        if (!ours.contains(IssuingContender.OURS_ACCP)) {
            report.notRun("as-http, ours-accp", "ACCP has no library for this platform");
        }
        report.header(List.of("operation", "tokens", "server", "per second", "CPU"));
        try {
            for (Algorithm algorithm : List.of(Algorithm.RS256, Algorithm.ES256)) {
                measure(report, algorithm, AccessTokenFormat.JWT, ours, SIGNING);
            }
            // about a JWT oidc-provider does not answer, and nothing is signed
            measure(report, Algorithm.RS256, AccessTokenFormat.OPAQUE, List.of(IssuingContender.OURS), LOOKING_UP);
        } finally {
            threads.shutdownNow();
        }
    }

    /** Measures our servers beside the peer; all live meanwhile. */
    private void measure(
            Report report,
            Algorithm algorithm,
            AccessTokenFormat format,
            List<IssuingContender> ours,
            List<IssuingOperation> operations)
            throws Exception {
        List<IssuingCalls> servers = new ArrayList<>();
        try {
            for (IssuingContender contender : ours) {
                servers.add(IssuingCalls.start(contender, algorithm, format));
            }
            servers.add(IssuingCalls.start(IssuingContender.OIDC_PROVIDER, algorithm, format));
            for (IssuingOperation operation : operations) {
                Map<IssuingContender, List<Cost>> costs = costs(operation, servers);
                for (IssuingContender contender : ours) {
                    report.row(List.of(
                            operation.title(),
                            format == AccessTokenFormat.JWT ? algorithm.wireName() : "opaque",
                            contender.title(),
                            Report.ratio(1 / ratio(costs, contender, Cost::elapsed)),
                            Report.ratio(ratio(costs, contender, Cost::cpu))));
                }
            }
        } finally {
            servers.forEach(IssuingCalls::close);
        }
    }

    private Map<IssuingContender, List<Cost>> costs(IssuingOperation operation, List<IssuingCalls> servers)
            throws Exception {
        Map<IssuingContender, List<Cost>> costs = new EnumMap<>(IssuingContender.class);
        for (IssuingCalls calls : servers) {
            costs.put(calls.contender(), new ArrayList<>());
            warmUp(operation, calls);
        }
        List<IssuingCalls> order = new ArrayList<>(servers);
        Random random = new Random(1);
        for (int round = 0; round < ROUNDS; round++) {
            Collections.shuffle(order, random);
            for (IssuingCalls calls : order) {
                of(costs, calls.contender()).add(cost(operation, calls));
            }
        }
        return costs;
    }

    /** The median of the ratios to the peer within each round. */
    private static double ratio(
            Map<IssuingContender, List<Cost>> costs, IssuingContender contender, ToDoubleFunction<Cost> part) {
        double[] ratios = new double[ROUNDS];
        for (int round = 0; round < ROUNDS; round++) {
            double peer =
                    part.applyAsDouble(of(costs, IssuingContender.OIDC_PROVIDER).get(round));
            ratios[round] = part.applyAsDouble(of(costs, contender).get(round)) / peer;
        }
        return Rounds.median(ratios);
    }

    private static List<Cost> of(Map<IssuingContender, List<Cost>> costs, IssuingContender contender) {
        return Objects.requireNonNull(costs.get(contender));
    }

    /** Until requests do not get cheaper any more. */
    private void warmUp(IssuingOperation operation, IssuingCalls calls) throws Exception {
        double before = Double.MAX_VALUE;
        for (int i = 0; i < MOST_WARM_UPS; i++) {
            double cpu = cost(operation, calls).cpu();
            if (i >= LEAST_WARM_UPS && cpu > SETTLED * before) {
                return;
            }
            before = cpu;
        }
    }

    /** Sends what was prepared; what preparing it costs the server is not counted. */
    private Cost cost(IssuingOperation operation, IssuingCalls calls) throws Exception {
        List<Cell> cells = operation.connections(calls, CONNECTIONS, REQUESTS);
        Duration before = calls.process().cpu();
        long start = System.nanoTime();
        List<Future<?>> running = new ArrayList<>();
        for (Cell cell : cells) {
            running.add(threads.submit(() -> repeat(cell)));
        }
        for (Future<?> each : running) {
            await(each);
        }
        double elapsed = System.nanoTime() - start;
        double cpu = calls.process().cpu().minus(before).toNanos();
        double requests = (double) CONNECTIONS * REQUESTS;
        return new Cost(elapsed / requests, cpu / requests);
    }

    private static Object repeat(Cell cell) throws Exception {
        Object last = cell.run();
        for (int i = 1; i < REQUESTS; i++) {
            last = cell.run();
        }
        return last;
    }

    private static void await(Future<?> running) throws InterruptedException {
        try {
            running.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("a request failed", e.getCause());
        }
    }
}
