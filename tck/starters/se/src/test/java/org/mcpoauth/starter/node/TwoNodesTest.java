package org.mcpoauth.starter.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.mcpoauth.spi.support.jose.JwsAlgorithm;
import org.mcpoauth.spi.support.jose.SigningKey;
import org.mcpoauth.starter.store.Databases;

/** Two instances of one protected server, each a process of its own, behave as one. */
class TwoNodesTest {
    private static final int CALLERS = 8;

    /** What holds whichever store the two share. */
    @TestInstance(Lifecycle.PER_CLASS)
    abstract static class BehaveAsOne {
        private final TestIssuer issuer = new TestIssuer();
        private List<NodeProcess> nodes = List.of();

        abstract List<NodeProcess> start(String issuer) throws IOException;

        @BeforeAll
        void startNodes() throws IOException {
            nodes = start(issuer.issuer().value());
        }

        @AfterAll
        void endNodes() {
            nodes.forEach(NodeProcess::close);
            issuer.close();
        }

        private URI node(int number) {
            return nodes.get(number % nodes.size()).mcp();
        }

        @Test
        void theNodesAreProcessesOfTheirOwn() {
            assertEquals(2, nodes.size());
            assertNotEquals(nodes.get(0).pid(), nodes.get(1).pid());
            assertNotEquals(ProcessHandle.current().pid(), nodes.get(0).pid());
            assertNotEquals(ProcessHandle.current().pid(), nodes.get(1).pid());
            assertTrue(nodes.get(0).isAlive() && nodes.get(1).isAlive());
        }

        // MCP security best practices, "Session Hijacking"
        @Test
        void aSessionOfOneNodeServesItsOwnerOnTheOtherAndNobodyElse() {
            String session = Calls.open(node(0), issuer.token("alice"));
            assertEquals(
                    200,
                    Calls.inSession(node(1), issuer.token("alice"), session).statusCode());
            HttpResponse<String> stranger = Calls.inSession(node(1), issuer.token("bob"), session);
            HttpResponse<String> unknown = Calls.inSession(node(1), issuer.token("bob"), "no-such-session");
            assertEquals(404, stranger.statusCode());
            assertEquals(404, unknown.statusCode());
            assertEquals(unknown.body(), stranger.body());
        }

        @Test
        void aSessionThatEndsOnOneNodeIsUnknownToTheOther() {
            String alice = issuer.token("alice");
            String session = Calls.open(node(0), alice);
            assertEquals(404, Calls.end(node(1), issuer.token("bob"), session).statusCode());
            assertEquals(204, Calls.end(node(1), alice, session).statusCode());
            assertEquals(404, Calls.inSession(node(0), alice, session).statusCode());
        }

        // MCP 2026-07-28, "Multi Round-Trip Requests"
        @Test
        void aRequestStateOfOneNodeOpensOnTheOtherForItsOwnerOnly() {
            String sealed = Calls.call(node(0), issuer.token("alice"), Calls.tool("seal", "step 2"))
                    .body();
            assertEquals(
                    "step 2",
                    Calls.call(node(1), issuer.token("alice"), Calls.tool("open", sealed))
                            .body());
            assertEquals(
                    "refused",
                    Calls.call(node(1), issuer.token("bob"), Calls.tool("open", sealed))
                            .body());
        }

        @Test
        void ofEightCallersOfBothNodesOneTakesAnEntry() throws Exception {
            String alice = issuer.token("alice");
            for (int round = 0; round < 10; round++) {
                String key = UUID.randomUUID().toString();
                assertEquals(
                        "kept true",
                        Calls.call(node(0), alice, Calls.tool("keep", key)).body());
                assertEquals(
                        "kept false",
                        Calls.call(node(1), alice, Calls.tool("keep", key)).body());
                List<String> taken = atOnce(number ->
                        Calls.call(node(number), alice, Calls.tool("take", key)).body());
                assertEquals(1, taken.stream().filter("value"::equals).count(), () -> "taken " + taken);
                assertEquals(CALLERS - 1, taken.stream().filter("gone"::equals).count(), () -> "taken " + taken);
            }
        }

        // RFC 9449, section 11.1
        @Test
        void aProofUsedOnOneNodeIsAReplayOnTheOther() {
            SigningKey key = SigningKey.generate(JwsAlgorithm.ES256);
            String token = issuer.token("alice", key);
            String proof = issuer.proof(key, token);
            assertEquals(200, Calls.withProof(node(0), token, proof).statusCode());
            assertReplay(Calls.withProof(node(1), token, proof));
            assertReplay(Calls.withProof(node(0), token, proof));
            assertEquals(
                    200,
                    Calls.withProof(node(1), token, issuer.proof(key, token)).statusCode());
        }

        private static void assertReplay(HttpResponse<String> response) {
            assertEquals(401, response.statusCode());
            assertTrue(
                    response.headers().allValues("WWW-Authenticate").stream()
                            .anyMatch(challenge -> challenge.contains("invalid_dpop_proof")),
                    () -> "challenges " + response.headers().allValues("WWW-Authenticate"));
        }

        // RFC 9449, section 11.1
        @Test
        void ofEightCallersOfBothNodesOneUsesAProof() throws Exception {
            SigningKey key = SigningKey.generate(JwsAlgorithm.ES256);
            String token = issuer.token("alice", key);
            String proof = issuer.proof(key, token);
            List<Integer> answers =
                    atOnce(number -> Calls.withProof(node(number), token, proof).statusCode());
            assertEquals(1, answers.stream().filter(status -> status == 200).count(), () -> "answers " + answers);
        }

        private interface Caller<T> {
            T call(int number);
        }

        private static <T> List<T> atOnce(Caller<T> caller) throws Exception {
            ExecutorService callers = Executors.newFixedThreadPool(CALLERS);
            try {
                List<Callable<T>> all = IntStream.range(0, CALLERS)
                        .<Callable<T>>mapToObj(number -> () -> caller.call(number))
                        .toList();
                List<T> results = new ArrayList<>();
                for (Future<T> one : callers.invokeAll(all, 60, TimeUnit.SECONDS)) {
                    results.add(one.get());
                }
                return results;
            } finally {
                callers.shutdownNow();
            }
        }
    }

    @Nested
    class OnOnePostgres extends BehaveAsOne {
        @Override
        List<NodeProcess> start(String issuer) {
            int port = Databases.postgresPort();
            Databases.runScript(Databases.postgres());
            List<NodeProcess> both = IntStream.range(0, 2)
                    .mapToObj(i -> NodeProcess.start(issuer, "jdbc", Integer.toString(port)))
                    .toList();
            return Cluster.awaitReady(both);
        }
    }

    @Nested
    class OnTwoMembersOfHazelcast extends BehaveAsOne {
        @Override
        List<NodeProcess> start(String issuer) {
            return Cluster.start(issuer);
        }
    }
}
