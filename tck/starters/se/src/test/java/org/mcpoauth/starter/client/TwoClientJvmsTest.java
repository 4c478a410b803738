package org.mcpoauth.starter.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.mcpoauth.spi.McpOAuthRuntime;
import org.mcpoauth.starter.client.RotatingServer.Entry;
import org.mcpoauth.starter.client.RotatingServer.Kind;
import org.mcpoauth.starter.node.NodeProcess;
import org.mcpoauth.starter.store.Databases;

/**
 * Two processes whose callers share the tokens of one user on PostgreSQL never use a refresh token twice
 * (OAuth 2.1, section 4.3.1). Everything asserted is in the log of the server.
 */
class TwoClientJvmsTest {
    private static final int EXPIRIES = 50;
    private static final int CALLERS = 20;
    /** Far below what the product waits for anything, far above what a round takes. */
    private static final Duration LONGEST_ROUND = Duration.ofSeconds(40);
    /** In the last fifth of a life, when tokens are refreshed ahead. */
    private static final Duration NEAR_THE_END = RotatingServer.LIFE.minusSeconds(10);

    @Test
    void fiftyExpiriesAreFiftyRefreshesAndNoCallerFails() throws InterruptedException {
        int port = Databases.postgresPort();
        TokenSharer.store(port).createTableIfAbsent();
        try (RotatingServer server = new RotatingServer()) {
            try (McpOAuthRuntime runtime =
                    TokenSharer.runtime(port, server::now).build()) {
                TokenSharer.authorize(runtime, server.mcp());
            }
            List<NodeProcess> processes = List.of(start("red", server, port), start("blue", server, port));
            List<List<String>> said;
            try {
                processes.forEach(NodeProcess::awaitReady);
                expire(server);
            } finally {
                said = processes.stream().map(NodeProcess::finish).toList();
            }
            said.forEach(TwoClientJvmsTest::requireNoFailure);
            requireLog(server);
        }
    }

    private static NodeProcess start(String name, RotatingServer server, int port) {
        return NodeProcess.start(
                SharerMain.class,
                List.of(),
                List.of(
                        name,
                        server.mcp().toString(),
                        Integer.toString(port),
                        Long.toString(server.now().toEpochMilli()),
                        Integer.toString(CALLERS)));
    }

    /**
     * The next token ends when everybody was served with the last one: in every second round at once, so that
     * calls with the old one are challenged, else after it was refreshed ahead.
     */
    private static void expire(RotatingServer server) throws InterruptedException {
        server.await(0, 2 * CALLERS, Duration.ofSeconds(90));
        for (int i = 1; i <= EXPIRIES; i++) {
            if (i % 2 == 0) {
                server.advance(NEAR_THE_END);
                server.await(i, 2 * CALLERS, LONGEST_ROUND);
                server.advance(RotatingServer.LIFE.minus(NEAR_THE_END).plusSeconds(1));
            } else {
                server.advance(RotatingServer.LIFE.plusSeconds(1));
            }
            server.await(i, 2 * CALLERS, LONGEST_ROUND);
        }
    }

    private static void requireLog(RotatingServer server) {
        assertEquals(EXPIRIES, server.count(Kind.REFRESH));
        assertEquals(0, server.count(Kind.REUSE));
        assertEquals(1, server.count(Kind.CODE));
        assertFalse(server.isFamilyRevoked());
        Map<String, Set<Integer>> served = new HashMap<>();
        for (Entry entry : server.log()) {
            if (entry.kind() == Kind.SERVED) {
                List<String> parts = List.of(entry.about().split(" ", -1));
                served.computeIfAbsent(parts.get(0), caller -> new TreeSet<>()).add(Integer.parseInt(parts.get(1)));
            }
        }
        assertEquals(2 * CALLERS, served.size());
        served.forEach((caller, calls) -> assertEquals(
                IntStream.rangeClosed(1, calls.size()).boxed().toList(),
                List.copyOf(calls),
                () -> "a call of " + caller + " was never served"));
    }

    private static void requireNoFailure(List<String> said) {
        assertTrue(said.contains("done"), () -> "it did not end well: " + said);
        assertTrue(said.stream().noneMatch(line -> line.startsWith("failed")), said::toString);
    }
}
