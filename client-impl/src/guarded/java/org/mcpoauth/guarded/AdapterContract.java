package org.mcpoauth.guarded;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.mcpoauth.api.McpOAuthClient;
import org.mcpoauth.api.Scopes;
import org.mcpoauth.api.Secret;
import org.mcpoauth.api.error.AuthorizationRequiredException;
import org.mcpoauth.api.error.ChallengeException;
import org.mcpoauth.api.metadata.GrantType;
import org.mcpoauth.spi.ClientConfiguration.GrantKind;
import org.mcpoauth.spi.client.CallerRules.WithoutCaller;
import org.mcpoauth.spi.client.PossessionRules;
import org.mcpoauth.spi.resource.DpopPolicy;
import org.mcpoauth.spi.resource.Use;

/**
 * What every adapter must do: the MCP client of its SDK, unmodified, goes through the life of a token in one
 * session with a protected server.
 */
public abstract class AdapterContract {
    /** One authorization, two renewals, and the request that begins. */
    private static final int MOST_ATTEMPTS = 4;

    private static final int CALLERS = 8;

    private final World world = new World();
    private final ProtectedServer server = world.server;
    private final Person person = world.person;
    private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();

    /** Opens a session that hears what the server says unasked. */
    protected abstract SdkClient open(McpOAuthClient client, Duration patience, Consumer<String> heard);

    @AfterEach
    void end() {
        world.close();
    }

    private SdkClient open(McpOAuthClient client) {
        return open(client, World.PATIENCE, heard::add);
    }

    private static String whoami(SdkClient client) {
        return client.call("whoami", Map.of());
    }

    private static Secret token(McpOAuthClient client) {
        return client.storedToken().orElseThrow().value();
    }

    @Test
    @DisplayName("MCP authorization, Access Token Usage: every request of a session has the token, its end too")
    void everyRequestOfASessionHasTheToken() {
        try (SdkClient client = open(world.client())) {
            assertTrue(client.tools().containsAll(List.of("whoami", "notes_add", "notes_list")));
            assertTrue(whoami(client).contains("\"sub\":\"" + Person.NAME + "\""));
        }
        assertEquals(List.of(401, 200), server.traffic.statuses("initialize").subList(0, 2));
        List<Traffic.Exchange> authorized =
                server.traffic.mcp().stream().filter(it -> it.status() != 401).toList();
        assertEquals(List.of(204), server.traffic.answers("DELETE"));
        assertTrue(authorized.stream().allMatch(it -> it.scheme().equals("Bearer")), authorized::toString);
        assertEquals(1, person.asked().size());
    }

    @Test
    @DisplayName("OAuth 2.1, 4.3: a token that is over is refreshed before the call, without a refusal")
    void aTokenThatIsOverIsRefreshedBeforeTheCall() {
        McpOAuthClient crm = world.client();
        try (SdkClient client = open(crm)) {
            whoami(client);
            Secret before = token(crm);
            world.clock.travel(World.MORE_THAN_A_TOKEN_LIFE);
            server.traffic.clear();
            whoami(client);
            assertEquals(List.of(200), server.traffic.statuses("tools/call"));
            assertFalse(before.equals(token(crm)));
        }
        assertEquals(1, server.issued(GrantType.REFRESH_TOKEN));
        assertEquals(1, person.asked().size());
    }

    @Test
    @DisplayName("RFC 6750, 3.1: a token that the server refuses in mid-session is refreshed, and the call repeated")
    void aTokenThatTheServerRefusesIsRefreshed() {
        try (SdkClient client = open(world.client())) {
            client.call("notes_count", Map.of());
            server.clock.travel(World.MORE_THAN_A_TOKEN_LIFE);
            server.traffic.clear();
            assertTrue(whoami(client).contains(Person.NAME));
            assertEquals(List.of(401, 200), server.traffic.statuses("tools/call"));
            assertEquals(List.of(), server.traffic.statuses("initialize"), "the session goes on");
        }
        assertEquals(1, server.issued(GrantType.REFRESH_TOKEN));
        assertEquals(1, person.asked().size());
    }

    @Test
    @DisplayName("OAuth 2.1, 4.3: callers that find the token over at the same time cause one refresh")
    void callersAtTheSameTimeCauseOneRefresh() throws Exception {
        try (SdkClient client = open(world.client())) {
            whoami(client);
            server.clock.travel(World.MORE_THAN_A_TOKEN_LIFE);
            ExecutorService callers = Executors.newFixedThreadPool(CALLERS);
            try {
                Callable<String> call = () -> whoami(client);
                for (Future<String> answer : callers.invokeAll(Collections.nCopies(CALLERS, call))) {
                    assertTrue(answer.get().contains(Person.NAME));
                }
            } finally {
                callers.shutdownNow();
            }
        }
        assertEquals(1, server.issued(GrantType.REFRESH_TOKEN));
        assertEquals(1, person.asked().size());
    }

    @Test
    @DisplayName("MCP authorization, Step-Up Authorization Flow: a tool gets the scope that it lacks")
    void aToolThatNeedsMoreIsCalledAfterAStepUp() {
        McpOAuthClient crm = world.client();
        try (SdkClient client = open(crm)) {
            whoami(client);
            server.traffic.clear();
            client.call("notes_add", Map.of("text", "buy milk"));
            assertEquals("1", client.call("notes_count", Map.of()));
            assertEquals(List.of(403, 200, 200), server.traffic.statuses("tools/call"));
            assertEquals(List.of(), server.traffic.statuses("initialize"), "the session goes on");
        }
        assertEquals(2, person.asked().size());
        assertTrue(person.asked().get(1).containsAll(Scopes.of("mcp:tools", "notes:write")));
        assertTrue(crm.storedToken().orElseThrow().scopes().containsAll(Scopes.of("mcp:tools", "notes:write")));
    }

    @Test
    @DisplayName("RFC 7009, 2: after a revocation in mid-session the user is asked once, and the session goes on")
    void aRevokedTokenIsReplaced() {
        McpOAuthClient crm = world.client();
        try (SdkClient client = open(crm)) {
            whoami(client);
            server.revoke(server.lastClient(), crm.storedToken().orElseThrow());
            server.traffic.clear();
            assertTrue(whoami(client).contains(Person.NAME));
            assertEquals(List.of(401, 200), server.traffic.statuses("tools/call"));
        }
        assertEquals(2, person.asked().size());
    }

    @Test
    @DisplayName("Without a user at hand the caller learns where to send them")
    void withoutAUserTheCallerLearnsWhereToSendThem() {
        McpOAuthClient crm = world.runtime.client(World.configuration(server).build());
        Throwable refused = assertThrows(RuntimeException.class, () -> open(crm));
        AuthorizationRequiredException required = World.cause(refused, AuthorizationRequiredException.class);
        URI redirect = person.browse(required.authorizationUri().orElseThrow(), World.REDIRECT);
        crm.completeAuthorization(redirect);
        try (SdkClient client = open(crm)) {
            assertTrue(whoami(client).contains(Person.NAME));
            Throwable lacking =
                    assertThrows(RuntimeException.class, () -> client.call("notes_add", Map.of("text", "later")));
            AuthorizationRequiredException again = World.cause(lacking, AuthorizationRequiredException.class);
            assertTrue(again.authorizationUri().orElseThrow().getQuery().contains("notes:write"));
            crm.completeAuthorization(person.browse(again.authorizationUri().orElseThrow(), World.REDIRECT));
            client.call("notes_add", Map.of("text", "now"));
            assertEquals("1", client.call("notes_count", Map.of()));
        }
    }

    @Test
    @DisplayName("A server that accepts no token is asked a bounded number of times, and the caller learns it")
    void aServerThatAcceptsNoTokenIsAskedABoundedNumberOfTimes() {
        try (SdkClient client = open(world.client())) {
            whoami(client);
            server.refuseEveryToken();
            server.traffic.clear();
            Throwable refused = assertThrows(RuntimeException.class, () -> whoami(client));
            assertEquals(401, World.cause(refused, ChallengeException.class).status());
            assertTrue(server.traffic.statuses("tools/call").size() <= MOST_ATTEMPTS);
        }
        assertTrue(person.asked().size() <= MOST_ATTEMPTS, () -> person.asked().toString());
    }

    @Test
    @DisplayName(
            "MCP authorization, Step-Up Authorization Flow: a scope that is never granted is not asked for forever")
    void aScopeThatIsNeverGrantedIsAnException() {
        try (SdkClient client = open(world.client())) {
            whoami(client);
            server.demand(ProtectedServer.WITHHELD);
            server.traffic.clear();
            Throwable refused = assertThrows(RuntimeException.class, () -> whoami(client));
            assertEquals(403, World.cause(refused, ChallengeException.class).status());
            assertTrue(server.traffic.statuses("tools/call").size() <= MOST_ATTEMPTS);
            server.demand(Scopes.NONE);
            assertTrue(whoami(client).contains(Person.NAME), "the token is good for other calls");
        }
    }

    @Test
    @DisplayName("MCP 2025-11-25, Transports, Sending Messages to the Server: answers that are event streams")
    void answersMayBeEventStreams() {
        server.endpoint.answerWithEvents();
        try (SdkClient client = open(world.client())) {
            assertTrue(client.tools().contains("whoami"));
            client.call("notes_add", Map.of("text", "buy milk"));
            server.clock.travel(World.MORE_THAN_A_TOKEN_LIFE);
            assertEquals("1", client.call("notes_count", Map.of()));
        }
        assertEquals(List.of(403, 200, 401, 200), server.traffic.statuses("tools/call"));
    }

    @Test
    @DisplayName("MCP 2025-11-25, Transports, Listening for Messages from the Server: the stream has the token")
    void theServerIsHeardUnasked() throws InterruptedException {
        try (SdkClient client = open(world.client())) {
            whoami(client);
            World.eventually(() -> server.endpoint.listeners() == 1, "nobody listens");
            server.endpoint.log("hello");
            assertTrue(String.valueOf(heard.poll(20, TimeUnit.SECONDS)).contains("hello"));
            server.traffic.clear();
            server.endpoint.say("{\"jsonrpc\":\"2.0\",\"id\":\"7\",\"method\":\"ping\"}");
            World.eventually(() -> !server.traffic.statuses("-").isEmpty(), "no answer to the ping");
            assertEquals(List.of(202), server.traffic.statuses("-"));
        }
        World.eventually(() -> server.endpoint.listeners() == 0, "the stream is open after the end");
        World.eventually(() -> world.busy() == 0, "a thread still waits for the stream");
        assertTrue(server.traffic.answers("GET").stream().allMatch(status -> status == 200));
    }

    @Test
    @DisplayName("RFC 9449, 7.1, 8 and 9: every request is proven anew, and nonces of the server are followed")
    void everyRequestIsProven() {
        try (BindingIssuer issuer = new BindingIssuer();
                ProtectedServer bound = new ProtectedServer(
                        issuer.issuer(),
                        DpopPolicy.DEFAULT.withUse(Use.REQUIRED).withNonceRequired(true))) {
            McpOAuthClient crm = world.runtime.client(World.configuration(bound)
                    .grant(GrantKind.CLIENT_CREDENTIALS)
                    .clientId("client")
                    .clientSecret(Secret.of("secret"))
                    .issuer(issuer.issuer())
                    .possession(PossessionRules.DEFAULT)
                    .build());
            try (SdkClient client = open(crm)) {
                whoami(client);
                World.eventually(() -> bound.endpoint.listeners() == 1, "nobody listens");
                whoami(client);
            }
            List<Traffic.Exchange> proven =
                    bound.traffic.mcp().stream().filter(it -> it.status() < 300).toList();
            proven.forEach(it -> assertEquals("DPoP", it.scheme(), it::toString));
            proven.forEach(it -> assertNotNull(it.proof(), it::toString));
            assertEquals(
                    proven.size(),
                    proven.stream().map(Traffic.Exchange::proof).distinct().count());
            assertTrue(Stream.of("POST", "GET", "DELETE")
                    .allMatch(
                            method -> proven.stream().anyMatch(it -> it.method().equals(method))));
            assertEquals(1, issuer.grants());
        }
    }

    @Test
    @DisplayName(
            "MCP, Token Handling: a client that asks who calls says whose client to give instead, and sends nothing")
    void aClientThatAsksWhoCallsIsRefused() {
        McpOAuthClient crm = world.runtime.client(World.configuration(server)
                .agent(person)
                .callers(rules -> rules.withWithoutCaller(WithoutCaller.REFUSED))
                .build());
        Exception refused = assertThrows(Exception.class, () -> {
            try (SdkClient client = open(crm)) {
                whoami(client);
            }
        });
        String message = String.valueOf(
                World.cause(refused, AuthorizationRequiredException.class).getMessage());
        assertTrue(message.contains("as(user)"), message);
        assertEquals(List.of(), server.traffic.mcp());
    }

    @Test
    @DisplayName("A call that is given up leaves no thread behind once the session is over")
    void aCallThatIsGivenUpLeavesNoThread() {
        McpOAuthClient crm = world.client();
        crm.accessToken();
        CountDownLatch gate;
        try (SdkClient client = open(crm, Duration.ofSeconds(2), heard::add)) {
            whoami(client);
            gate = server.endpoint.hold();
            assertTrue(isGivenUp(client));
            assertEquals(1, server.endpoint.held());
        }
        gate.countDown();
        World.eventually(() -> world.busy() == 0, "a thread still waits for the answer");
    }

    /** Some SDKs tell it by an exception, others by the text of a result. */
    private static boolean isGivenUp(SdkClient client) {
        try {
            return whoami(client).contains("timeout");
        } catch (RuntimeException timeout) {
            return true;
        }
    }
}
