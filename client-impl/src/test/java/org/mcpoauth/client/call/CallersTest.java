package org.mcpoauth.client.call;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.security.Principal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.mcpoauth.api.Issuer;
import org.mcpoauth.api.McpOAuthClient;
import org.mcpoauth.api.Scopes;
import org.mcpoauth.api.Secret;
import org.mcpoauth.api.error.AuthorizationRequiredException;
import org.mcpoauth.api.token.CallerPrincipal;
import org.mcpoauth.api.token.TokenPrincipal;
import org.mcpoauth.client.scripted.Answer;
import org.mcpoauth.client.scripted.HeadlessAgent;
import org.mcpoauth.client.scripted.World;
import org.mcpoauth.spi.ClientConfiguration;
import org.mcpoauth.spi.ClientConfiguration.GrantKind;
import org.mcpoauth.spi.client.CallerRules;
import org.mcpoauth.spi.client.CallerRules.WithoutCaller;
import org.mcpoauth.spi.client.CallerSource;

/** One client object for all users: each call has the token of its caller (MCP authorization, "Token Handling"). */
class CallersTest {
    private static final int CALLS = 1000;
    private static final int THREADS = 4;
    private static final int USERS = 7;

    /** What a request scope is for a container. */
    private static final class Login implements CallerSource {
        private final Map<Thread, Principal> callers = new ConcurrentHashMap<>();

        @Override
        public @Nullable Principal caller() {
            return callers.get(Thread.currentThread());
        }

        void enter(Principal caller) {
            callers.put(Thread.currentThread(), caller);
        }

        void leave() {
            callers.remove(Thread.currentThread());
        }
    }

    private final World world = new World();
    private final Login login = new Login();
    private final McpOAuthClient crm = client(configuration());

    @BeforeEach
    void answerWithTheToken() {
        world.mcp.tokenBearing =
                request -> Answer.json(200, request.header("Authorization").replace("Bearer ", ""));
    }

    @AfterEach
    void close() {
        world.close();
    }

    private ClientConfiguration.Builder configuration() {
        return world.configuration().agent(null).callers(none -> new CallerRules(login, WithoutCaller.REFUSED));
    }

    private McpOAuthClient client(ClientConfiguration.Builder configuration) {
        return world.runtime.client(configuration.build());
    }

    private static Principal user(int number) {
        return () -> "user" + number % USERS;
    }

    /** The token of each user, by name. */
    private Map<String, String> signedIn() {
        Map<String, String> tokens = new HashMap<>();
        for (int i = 0; i < USERS; i++) {
            tokens.put(user(i).getName(), authorized(crm.as(user(i))));
        }
        assertEquals(USERS, Map.copyOf(tokens).values().stream().distinct().count());
        return tokens;
    }

    private static String authorized(McpOAuthClient client) {
        URI redirect = URI.create(HeadlessAgent.open(client.startAuthorization(Scopes.NONE)));
        return client.completeAuthorization(redirect).value().reveal();
    }

    private String call(McpOAuthClient client) throws Exception {
        return world.call(client, "read").body();
    }

    @Test
    void alternatingUsersOnFewThreadsHaveTheirOwnTokens() throws Exception {
        Map<String, String> tokens = signedIn();
        ExecutorService pool = Executors.newFixedThreadPool(THREADS);
        try {
            List<Future<String>> answers = new ArrayList<>();
            for (int i = 0; i < CALLS; i++) {
                Principal user = user(i);
                answers.add(pool.submit(() -> {
                    login.enter(user);
                    try {
                        return call(crm);
                    } finally {
                        login.leave();
                    }
                }));
            }
            for (int i = 0; i < CALLS; i++) {
                assertEquals(tokens.get(user(i).getName()), answers.get(i).get());
            }
        } finally {
            pool.shutdownNow();
        }
    }

    /** The executor of the runtime, like a pool of the application, knows no caller. */
    @Test
    void whatGoesOnWithAnotherThreadKeepsTheCallerOfItsStart() throws Exception {
        Map<String, String> tokens = signedIn();
        ExecutorService pool = Executors.newFixedThreadPool(THREADS);
        try {
            List<CompletableFuture<HttpResponse<String>>> sent = new ArrayList<>();
            List<Future<String>> handedOver = new ArrayList<>();
            HttpClient http = crm.httpClient();
            for (int i = 0; i < CALLS / 10; i++) {
                login.enter(user(i));
                sent.add(http.sendAsync(world.request("read"), BodyHandlers.ofString()));
                McpOAuthClient ofCaller = crm.as(user(i));
                handedOver.add(pool.submit(() -> call(ofCaller)));
            }
            login.leave();
            for (int i = 0; i < CALLS / 10; i++) {
                String token = tokens.get(user(i).getName());
                assertEquals(token, sent.get(i).get().body());
                assertEquals(token, handedOver.get(i).get());
            }
        } finally {
            pool.shutdownNow();
        }
    }

    @Test
    @DisplayName("a library that keeps the HTTP client of one user's request sends nobody that user's token")
    void anHttpClientThatIsKeptIsOfWhoeverCalls() throws Exception {
        Map<String, String> tokens = signedIn();
        login.enter(user(0));
        HttpClient kept = crm.httpClient();
        assertEquals(
                tokens.get("user0"),
                kept.send(world.request("read"), BodyHandlers.ofString()).body());
        login.enter(user(1));
        assertEquals(
                tokens.get("user1"),
                kept.send(world.request("read"), BodyHandlers.ofString()).body());
    }

    @ParameterizedTest
    @EnumSource(
            value = GrantKind.class,
            names = {"AUTHORIZATION_CODE", "TOKEN"})
    void aCallWithoutACallerIsRefusedBeforeAnythingIsSent(GrantKind grant) {
        McpOAuthClient client = client(configuration()
                .grant(grant)
                .issuer(Issuer.of(world.as.issuer()))
                .sources(sources -> sources.withHost(resource -> {
                    throw new AssertionError("nobody is asked");
                })));
        List<Step> calls = List.of(
                () -> world.call(client, "read"),
                client::accessToken,
                client::storedToken,
                client::revoke,
                () -> client.authorize("POST", world.serverUrl()),
                () -> client.startAuthorization(Scopes.NONE),
                () -> client.completeAuthorization(World.REDIRECT));
        for (Step call : calls) {
            AuthorizationRequiredException refused = assertThrows(AuthorizationRequiredException.class, call::run);
            assertTrue(String.valueOf(refused.getMessage()).contains("nobody is known who calls crm"));
            assertTrue(refused.authorizationUri().isEmpty());
        }
        CompletionException later = assertThrows(
                CompletionException.class,
                () -> client.httpClient()
                        .sendAsync(world.request("read"), BodyHandlers.ofString())
                        .join());
        assertInstanceOf(AuthorizationRequiredException.class, later.getCause());
        assertTrue(world.mcp.http.received().isEmpty());
        assertTrue(world.as.http.received().isEmpty());
    }

    /** What can throw anything. */
    private interface Step {
        void run() throws Exception;
    }

    @Test
    void aCallerWithoutANameIsNobody() {
        login.enter(new Nameless());
        assertThrows(AuthorizationRequiredException.class, crm::storedToken);
    }

    @Test
    void anApplicationWithOneUserMaySayThatCallsWithoutACallerAreItsOwn() throws Exception {
        McpOAuthClient client =
                client(configuration().callers(none -> new CallerRules(login, WithoutCaller.APPLICATION)));
        String own = authorized(client);
        login.enter(user(0));
        assertTrue(client.storedToken().isEmpty());
        String ofUser = authorized(client);
        assertNotEquals(own, ofUser);
        assertEquals(ofUser, call(client));
        login.leave();
        assertEquals(own, call(client));
    }

    @Test
    @DisplayName("hybrid: the token of the user where there is one, else that of the client (RFC 6749, section 4.4)")
    void aHybridClientActsForItselfWithoutACaller() throws Exception {
        world.as.metadata.put("token_endpoint_auth_methods_supported", "[\"client_secret_post\"]");
        McpOAuthClient client = client(configuration()
                .grant(GrantKind.HYBRID)
                .clientId("app")
                .clientSecret(Secret.of("s3cret"))
                .issuer(Issuer.of(world.as.issuer())));
        String own = call(client);
        assertEquals("client_credentials", world.as.tokenRequests().get(0).form("grant_type"));
        login.enter(user(0));
        assertThrows(AuthorizationRequiredException.class, () -> call(client));
        String ofUser = authorized(client);
        assertEquals(ofUser, call(client));
        login.leave();
        assertEquals(own, call(client));
    }

    @Test
    void aClientThatActsForItselfHasOneTokenForAllCallers() throws Exception {
        world.as.metadata.put("token_endpoint_auth_methods_supported", "[\"client_secret_post\"]");
        McpOAuthClient client = client(configuration()
                .grant(GrantKind.CLIENT_CREDENTIALS)
                .clientId("app")
                .clientSecret(Secret.of("s3cret"))
                .issuer(Issuer.of(world.as.issuer())));
        String token = call(client);
        login.enter(user(0));
        assertEquals(token, call(client));
        assertEquals(1, world.as.tokenRequests().size());
    }

    @Test
    @DisplayName("a subject is unique within its issuer only (RFC 7519, section 4.1.2)")
    void callersOfOneNameButOfOtherIssuersOrClientsAreNotTheSame() {
        Issuer one = Issuer.of("https://one.example");
        List<Principal> callers = List.of(
                new TokenPrincipal("app", one, "alice"),
                new TokenPrincipal("app", Issuer.of("https://two.example"), "alice"),
                new TokenPrincipal("other", one, "alice"),
                new TokenPrincipal(null, one, "alice"),
                new TokenPrincipal("app", null, "alice"),
                new TokenPrincipal("app", one, null),
                () -> "alice");
        List<String> tokens =
                callers.stream().map(caller -> authorized(crm.as(caller))).toList();
        assertEquals(callers.size(), tokens.stream().distinct().count());
        for (int i = 0; i < callers.size(); i++) {
            login.enter(callers.get(i));
            assertEquals(tokens.get(i), crm.accessToken().value().reveal());
        }
        login.enter(new CallerPrincipal("Alice", new TokenPrincipal("app", one, "alice")));
        assertEquals(tokens.get(0), crm.accessToken().value().reveal());
    }

    private static final class Nameless implements Principal {
        @Override
        @SuppressWarnings("NullAway") // what a container may do although it must not
        public String getName() {
            return null;
        }
    }
}
