package org.mcpoauth.benchmarks;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.UnaryOperator;
import org.mcpoauth.api.McpOAuthClient;
import org.mcpoauth.api.Secret;
import org.mcpoauth.api.client.AccessToken;
import org.mcpoauth.api.metadata.ClientMetadata;
import org.mcpoauth.benchmarks.Benchmarks.Part;
import org.mcpoauth.spi.ClientConfiguration;
import org.mcpoauth.spi.ClientConfiguration.GrantKind;
import org.mcpoauth.spi.McpOAuthRuntime;
import org.mcpoauth.spi.StateStores;
import org.mcpoauth.spi.client.AuthorizationAgent;
import org.mcpoauth.spi.store.StateStore;
import org.mcpoauth.spi.support.store.InMemoryStateStore;
import org.mcpoauth.spi.support.store.StoreLimits;

/** What the client sends: requests by situation, under concurrency, and how calls go beside each other: target P9. */
final class ClientPart implements Part {
    private static final int CALLERS_AT_EXPIRY = 100;
    private static final int CALLERS = 8;
    private static final int CALLS = 20;
    private static final int ROUNDS = 5;
    private static final Duration SLOW = Duration.ofMillis(50);
    private static final URI REDIRECT = URI.create("http://127.0.0.1:9/callback");
    private static final HttpClient BROWSER = HttpClient.newHttpClient();

    /** A kind of client, and how many requests its first call may take. */
    private record Kind(UnaryOperator<ClientConfiguration.Builder> settings, int cold) {}

    @Override
    public void run(Report report) throws Exception {
        report.part("client", "Requests the client sends, its user's browser not counted, and concurrent calls.");
        report.targets();
        for (Map.Entry<String, Kind> kind : kinds().entrySet()) {
            counts(report, kind.getKey(), kind.getValue());
        }
        restart(report);
        expiry(report);
        throughput(report);
    }

    private static Map<String, Kind> kinds() {
        Map<String, Kind> kinds = new LinkedHashMap<>();
        kinds.put("pre-registered", new Kind(it -> it.clientId("agent"), 5));
        kinds.put(
                "client credentials",
                new Kind(
                        it -> it.grant(GrantKind.CLIENT_CREDENTIALS)
                                .clientId("service")
                                .clientSecret(Secret.of("secret")),
                        5));
        kinds.put(
                "metadata document",
                new Kind(it -> it.metadataDocumentUrl(URI.create("https://client.example/agent")), 5));
        kinds.put("registration", new Kind(it -> it, 6));
        return kinds;
    }

    private static void counts(Report report, String name, Kind kind) throws Exception {
        try (ClientPeer peer = new ClientPeer(Duration.ZERO);
                McpOAuthRuntime runtime = runtime(peer, store(peer))) {
            McpOAuthClient client = client(runtime, peer, kind.settings());
            call(client, "read");
            report.target("P9", name + ", cold", kind.cold(), peer.requests());
            call(client, "read");
            report.target("P9", name + ", warm", 1, peer.requests());
            peer.advance(ClientPeer.LIFE.minusSeconds(10));
            Optional<AccessToken> before = client.storedToken();
            call(client, "read");
            awaitAnother(client, before);
            call(client, "read");
            report.target("P9", name + ", two calls near the end", 3, peer.requests());
            peer.advance(ClientPeer.LIFE.plusSeconds(10));
            call(client, "read");
            report.target("P9", name + ", expired", 2, peer.requests());
            call(client, "write");
            report.target("P9", name + ", step-up", 3, peer.requests());
        }
    }

    /** The refresh goes on beside the callers. */
    private static void awaitAnother(McpOAuthClient client, Optional<AccessToken> before) {
        while (client.storedToken().equals(before)) {
            Thread.onSpinWait();
        }
    }

    /** Over an encrypted store: metadata outlive the process in no other. */
    private static void restart(Report report) throws Exception {
        try (ClientPeer peer = new ClientPeer(Duration.ZERO)) {
            StateStore store = StateStores.encrypted(store(peer), List.of(Secret.of("benchmark".repeat(4))));
            try (McpOAuthRuntime before = runtime(peer, store)) {
                call(client(before, peer, it -> it.clientId("agent")), "read");
            }
            peer.requests();
            try (McpOAuthRuntime after = runtime(peer, store)) {
                McpOAuthClient client = client(after, peer, it -> it.clientId("agent"));
                call(client, "read");
                report.target("P9", "restart, token valid", 1, peer.requests());
            }
            peer.advance(ClientPeer.LIFE.plusSeconds(10));
            try (McpOAuthRuntime after = runtime(peer, store)) {
                call(client(after, peer, it -> it.clientId("agent")), "read");
                report.target("P9", "restart, token expired", 2, peer.requests());
            }
        }
    }

    private static void expiry(Report report) throws Exception {
        try (ClientPeer peer = new ClientPeer(Duration.ZERO);
                McpOAuthRuntime runtime = runtime(peer, store(peer))) {
            McpOAuthClient client = client(runtime, peer, it -> it.clientId("agent"));
            call(client, "read");
            peer.requests();
            peer.advance(ClientPeer.LIFE.plusSeconds(10));
            together(CALLERS_AT_EXPIRY, 1, client);
            report.target(
                    "P9", "token requests of " + CALLERS_AT_EXPIRY + " callers at expiry", 1, peer.tokenRequests());
            report.target("P9", "requests of all of them", CALLERS_AT_EXPIRY + 1, peer.requests());
        }
    }

    private static void throughput(Report report) throws Exception {
        try (ClientPeer peer = new ClientPeer(SLOW);
                McpOAuthRuntime runtime = runtime(peer, store(peer))) {
            McpOAuthClient client = client(runtime, peer, it -> it.clientId("agent"));
            double one = Double.MAX_VALUE;
            double eight = Double.MAX_VALUE;
            for (int i = 0; i < ROUNDS; i++) {
                one = Math.min(one, together(1, CALLS, client));
                eight = Math.min(eight, together(CALLERS, CALLS, client));
            }
            // per second, eight callers make eight times the calls of one
            report.target("P9", "calls of one / of eight callers at a server of 50 ms", 1.0 / 6, eight / one / CALLERS);
        }
    }

    /** The seconds that some callers take who begin together. */
    private static double together(int callers, int calls, McpOAuthClient client) throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(callers);
        CountDownLatch start = new CountDownLatch(1);
        List<Future<Integer>> done = new ArrayList<>();
        Callable<Integer> caller = () -> {
            start.await();
            for (int i = 0; i < calls; i++) {
                call(client, "read");
            }
            return calls;
        };
        for (int i = 0; i < callers; i++) {
            done.add(pool.submit(caller));
        }
        long began = System.nanoTime();
        start.countDown();
        for (Future<Integer> each : done) {
            each.get();
        }
        pool.shutdown();
        return (System.nanoTime() - began) / 1e9;
    }

    private static StateStore store(ClientPeer peer) {
        return new InMemoryStateStore(peer, StoreLimits.defaults());
    }

    private static McpOAuthRuntime runtime(ClientPeer peer, StateStore store) {
        return McpOAuthRuntime.builder()
                .allowLoopback()
                .clock(peer)
                .stateStore(store)
                .build();
    }

    private static McpOAuthClient client(
            McpOAuthRuntime runtime, ClientPeer peer, UnaryOperator<ClientConfiguration.Builder> settings) {
        ClientMetadata metadata = ClientMetadata.builder()
                .clientName("Benchmark")
                .redirectUris(List.of(REDIRECT))
                .build();
        AuthorizationAgent user = request -> URI.create(redirect(request.uri()));
        return runtime.client(settings.apply(ClientConfiguration.builder("benchmark", peer.mcp(), metadata))
                .agent(user)
                .build());
    }

    private static String redirect(URI uri) {
        try {
            return BROWSER.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.discarding())
                    .headers()
                    .firstValue("Location")
                    .orElseThrow();
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void call(McpOAuthClient client, String text) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create(client.resource().value()))
                .POST(BodyPublishers.ofString(text))
                .build();
        int status = client.send(request, BodyHandlers.ofString()).statusCode();
        if (status != 200) {
            throw new IllegalStateException("status " + status);
        }
    }
}
