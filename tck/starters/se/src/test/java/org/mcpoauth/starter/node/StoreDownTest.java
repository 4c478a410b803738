package org.mcpoauth.starter.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.hazelcast.core.HazelcastInstance;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.mcpoauth.jcache.JCacheStateStore;
import org.mcpoauth.spi.McpOAuthRuntime;
import org.mcpoauth.spi.store.StateStore;
import org.mcpoauth.spi.support.jose.JwsAlgorithm;
import org.mcpoauth.spi.support.jose.SigningKey;
import org.mcpoauth.spi.support.store.JdbcOptions;
import org.mcpoauth.spi.support.store.JdbcStateStore;
import org.mcpoauth.spi.support.store.StoreLimits;
import org.mcpoauth.starter.store.Caches;
import org.mcpoauth.starter.store.Databases;

/**
 * A store that is away or hangs: what needs it is answered 503 (RFC 9110, section 15.6.4), nothing is
 * accepted without it, and what does not need it goes on.
 */
class StoreDownTest {
    /** More than any time limit of a store here, much less than a client waits. */
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final TestIssuer issuer = new TestIssuer();
    private final SigningKey key = SigningKey.generate(JwsAlgorithm.ES256);

    @AfterEach
    void endIssuer() {
        issuer.close();
    }

    @Test
    void aDataBaseThatEnded() throws IOException {
        EmbeddedPostgres database = EmbeddedPostgres.start();
        try (database;
                Node node = node(jdbc(Databases.postgres(database.getPort()), JdbcOptions.defaults()))) {
            assertStateIsNeededAndMissed(node.mcp(), database::close);
        }
    }

    @Test
    void aDataBaseThatHangs() throws Exception {
        JdbcOptions options = new JdbcOptions("state_that_hangs", Duration.ofSeconds(1));
        try (Node node = node(jdbc(Databases.postgres(), options));
                Connection holder = Databases.postgres().getConnection();
                Statement lock = holder.createStatement()) {
            holder.setAutoCommit(false);
            assertStateIsNeededAndMissed(
                    node.mcp(), () -> lock.execute("lock table " + options.table() + " in access exclusive mode"));
            holder.rollback();
            holder.setAutoCommit(true);
            assertEquals(
                    200,
                    Calls.call(node.mcp(), issuer.token("alice"), Calls.INITIALIZE)
                            .statusCode(),
                    "once it is back");
        }
    }

    @Test
    void aCacheThatEnded() throws Exception {
        HazelcastInstance member = Caches.member(Caches.newCluster(), List.of());
        try (Node node = node(JCacheStateStore.on(Caches.cache(member), Clock.systemUTC()))) {
            assertStateIsNeededAndMissed(node.mcp(), member::shutdown);
        } finally {
            member.getLifecycleService().terminate();
        }
    }

    /** A member whose machine hangs is still one: what it has is waited for as long as the engine is told. */
    @Test
    void aMemberOfTheClusterThatHangs() {
        List<NodeProcess> nodes = Cluster.start(issuer.issuer().value());
        try {
            URI mcp = nodes.get(0).mcp();
            List<String> sessions = Stream.generate(() -> Calls.open(mcp, issuer.token("alice")))
                    .limit(20)
                    .toList();
            nodes.get(1).suspend();
            boolean isMissed = false;
            for (int i = 0; i < sessions.size() && !isMissed; i++) {
                String session = sessions.get(i);
                HttpResponse<String> stranger = inTime(() -> Calls.inSession(mcp, issuer.token("bob"), session));
                isMissed = stranger.statusCode() == 503;
                assertTrue(isMissed || stranger.statusCode() == 404, () -> "answered " + stranger.statusCode());
                if (isMissed) {
                    assertUnavailable(stranger);
                    assertUnavailable(inTime(() -> Calls.inSession(mcp, issuer.token("alice"), session)));
                }
            }
            assertTrue(isMissed, "half of the sessions are at the member that hangs");
            assertEquals(200, Calls.call(mcp, issuer.token("alice"), Calls.PING).statusCode());
        } finally {
            nodes.forEach(NodeProcess::close);
        }
    }

    private interface Failure {
        void happen() throws Exception;
    }

    private void assertStateIsNeededAndMissed(URI mcp, Failure failure) {
        String alice = issuer.token("alice");
        String bound = issuer.token("alice", key);
        String session = Calls.open(mcp, alice);
        assertEquals(200, Calls.inSession(mcp, alice, session).statusCode());
        assertEquals(200, Calls.withProof(mcp, bound, issuer.proof(key, bound)).statusCode());
        try {
            failure.happen();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
        assertUnavailable(inTime(() -> Calls.inSession(mcp, alice, session)));
        assertUnavailable(inTime(() -> Calls.inSession(mcp, issuer.token("bob"), session)));
        assertUnavailable(inTime(() -> Calls.end(mcp, alice, session)));
        assertUnavailable(inTime(() -> Calls.withProof(mcp, bound, issuer.proof(key, bound))));
        HttpResponse<String> opened = inTime(() -> Calls.call(mcp, alice, Calls.INITIALIZE));
        assertEquals(503, opened.statusCode(), "a session that cannot be bound is not given out");
        assertTrue(opened.headers().firstValue("Retry-After").isPresent());
        assertFalse(opened.headers().firstValue("Mcp-Session-Id").isPresent());
        assertFalse(opened.body().contains("initialized"), opened.body());
        HttpResponse<String> stateless = Calls.call(mcp, alice, Calls.PING);
        assertEquals(200, stateless.statusCode());
        assertEquals("pong", stateless.body());
    }

    private static void assertUnavailable(HttpResponse<String> response) {
        assertEquals(503, response.statusCode());
        assertTrue(response.headers().firstValue("Retry-After").isPresent());
        assertEquals("{\"error\":\"temporarily_unavailable\"}", response.body());
    }

    private interface Call {
        HttpResponse<String> send();
    }

    private static HttpResponse<String> inTime(Call call) {
        return assertTimeoutPreemptively(PATIENCE, call::send);
    }

    private Node node(StateStore store) {
        return new Node(
                McpOAuthRuntime.builder().allowLoopback().stateStore(store).build(), issuer.issuer());
    }

    private static StateStore jdbc(DataSource database, JdbcOptions options) {
        JdbcStateStore store = new JdbcStateStore(database, Clock.systemUTC(), StoreLimits.defaults(), options);
        store.createTableIfAbsent();
        return store;
    }
}
