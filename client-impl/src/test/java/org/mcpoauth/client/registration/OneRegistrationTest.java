package org.mcpoauth.client.registration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.mcpoauth.api.McpOAuthClient;
import org.mcpoauth.api.error.TransportException;
import org.mcpoauth.client.scripted.Answer;
import org.mcpoauth.client.scripted.ScriptedAuthorizationServer;
import org.mcpoauth.client.scripted.World;

/**
 * However many nodes share a store, a client has one registration at a server (RFC 7591, section 3; MCP authorization,
 * "Dynamic Client Registration"). Nodes are runtimes that share nothing but store and clock.
 */
class OneRegistrationTest {
    private static final int CONTENDERS = 8;
    private final World world = new World();
    private final ExecutorService pool = Executors.newCachedThreadPool();

    @AfterEach
    void close() {
        pool.shutdownNow();
        world.close();
    }

    /** A node that acts for a user of its own, so that it needs tokens of its own. */
    private McpOAuthClient node(String user) {
        return world.node().client(world.configuration().build()).as(() -> user);
    }

    private Future<String> token(McpOAuthClient client) {
        return pool.submit(() -> client.accessToken().value().reveal());
    }

    private Set<String> clientIds() {
        return world.as.http.received("/authorize").stream()
                .map(request -> request.parameter("client_id"))
                .collect(Collectors.toSet());
    }

    @Test
    void eightNodesRegisterOnce() throws Exception {
        // nobody asks for the lease before all have found the server and no registration
        CountDownLatch ready = new CountDownLatch(CONTENDERS);
        world.store.beforeRegistering = () -> {
            ready.countDown();
            await(ready);
        };
        AtomicInteger number = new AtomicInteger();
        world.as.http.on(
                "/register", request -> Answer.json(201, "{\"client_id\":\"c" + number.incrementAndGet() + "\"}"));
        List<Future<String>> tokens = new ArrayList<>();
        for (int i = 0; i < CONTENDERS; i++) {
            tokens.add(token(node("user" + i)));
        }
        for (Future<String> token : tokens) {
            assertTrue(world.as.accessTokens.containsKey(token.get(20, TimeUnit.SECONDS)));
        }
        assertEquals(1, world.as.http.count("/register"));
        assertEquals(Set.of("c1"), clientIds());
    }

    @Test
    void aRegistrationOutlivesARestart() {
        node("alice").accessToken();
        node("bob").accessToken();
        assertEquals(1, world.as.http.count("/register"));
    }

    @Test
    void afterAFailureTheNextNodeTries() {
        AtomicBoolean isFirst = new AtomicBoolean(true);
        world.as.http.on(
                "/register",
                request -> isFirst.getAndSet(false) ? Answer.of(503) : Answer.json(201, "{\"client_id\":\"c\"}"));
        assertThrows(TransportException.class, () -> node("alice").accessToken());
        node("bob").accessToken();
        assertEquals(2, world.as.http.count("/register"));
    }

    /** The server has lost a registration, and a refusal that was on its way comes after somebody has made another. */
    @Test
    void aLateRefusalDoesNotDropTheNewerRegistration() throws Exception {
        node("first").accessToken();
        String lost = world.as.http.last("/authorize").parameter("client_id");
        CountDownLatch underWay = new CountDownLatch(1);
        CountDownLatch anew = new CountDownLatch(1);
        AtomicBoolean isFirst = new AtomicBoolean(true);
        world.as.token = request -> {
            if (!request.form("client_id").equals(lost)) {
                return world.as.grant(request);
            }
            if (isFirst.getAndSet(false)) {
                underWay.countDown();
                await(anew);
            }
            return ScriptedAuthorizationServer.error(401, "invalid_client");
        };
        Future<String> late = token(node("late"));
        await(underWay);
        assertTrue(world.as.accessTokens.containsKey(
                node("quick").accessToken().value().reveal()));
        assertEquals(2, world.as.http.count("/register"));
        anew.countDown();
        assertTrue(world.as.accessTokens.containsKey(late.get(20, TimeUnit.SECONDS)));
        node("later").accessToken();
        assertEquals(2, world.as.http.count("/register"), "the newer registration stays");
        assertEquals(2, clientIds().size());
    }

    @Test
    void aBrokenRecordIsReplaced() {
        node("alice").accessToken();
        for (String broken : List.of("", "{", "{\"client_id\":7}", "{\"client_name\":\"x\"}")) {
            int before = world.as.http.count("/register");
            world.store.change("client-registrations", value -> broken);
            node("user of " + broken).accessToken();
            assertEquals(before + 1, world.as.http.count("/register"));
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            assertTrue(latch.await(20, TimeUnit.SECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
