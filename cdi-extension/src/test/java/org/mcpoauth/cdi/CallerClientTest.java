package org.mcpoauth.cdi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.context.RequestScoped;
import jakarta.enterprise.context.control.RequestContextController;
import jakarta.enterprise.inject.Alternative;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Inject;
import jakarta.json.Json;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.security.Principal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mcpoauth.api.Issuer;
import org.mcpoauth.api.McpOAuth;
import org.mcpoauth.api.McpOAuthClient;
import org.mcpoauth.api.Scopes;
import org.mcpoauth.api.error.AuthorizationRequiredException;
import org.mcpoauth.api.token.CallerPrincipal;
import org.mcpoauth.api.token.TokenPrincipal;
import org.mcpoauth.api.token.VerifiedToken;
import org.mcpoauth.spi.client.CallerSource;
import org.mcpoauth.spi.resource.CurrentToken;

/** An injected client has the tokens of whoever calls (MCP security best practices, "Token Passthrough"). */
@Tag("container")
class CallerClientTest {
    private static final int CALLS = 1000;
    private static final int THREADS = 4;
    private static final int USERS = 7;

    private final Peers peers = new Peers();

    @AfterEach
    void close() {
        peers.close();
    }

    /** Lives as long as the application, for all users. */
    @ApplicationScoped
    static class Sales {
        @Inject
        @McpOAuth("crm")
        McpOAuthClient crm;

        McpOAuthClient crm() {
            return crm;
        }

        String call() throws Exception {
            return CallerClientTest.call(crm);
        }
    }

    @ApplicationScoped
    static class Sessions implements CallerSource {
        private final AtomicReference<@Nullable Principal> caller = new AtomicReference<>();

        @Override
        public @Nullable Principal caller() {
            return caller.get();
        }

        void enter(@Nullable Principal user) {
            caller.set(user);
        }
    }

    @Dependent
    @Alternative
    @Priority(1)
    static class Container {
        static volatile String name = "alice";

        @Produces
        Principal principal() {
            return () -> name;
        }
    }

    /** A container whose principal is of one request, or of one injection. */
    @ApplicationScoped
    static class Issuers {
        private final AtomicReference<Principal> user = new AtomicReference<>();

        void enter(Principal caller) {
            user.set(caller);
        }

        Principal user() {
            return Objects.requireNonNull(user.get());
        }
    }

    @Dependent
    static class ByRequest {
        @Produces
        @RequestScoped
        Principal principal(Issuers issuers) {
            return issuers.user();
        }
    }

    @Dependent
    static class ByInjection {
        @Produces
        Principal principal(Issuers issuers) {
            return issuers.user();
        }
    }

    private static String call(McpOAuthClient client) throws Exception {
        return client.send(
                        HttpRequest.newBuilder(client.resource().uri())
                                .POST(BodyPublishers.ofString("{}"))
                                .build(),
                        BodyHandlers.ofString())
                .body();
    }

    private static TokenPrincipal user(int number) {
        // one subject at several issuers
        return new TokenPrincipal("app", Issuer.of("https://as" + number % USERS + ".example"), "alice");
    }

    private static VerifiedToken token(TokenPrincipal user) {
        return new VerifiedToken(
                user,
                Scopes.NONE,
                List.of("https://mcp.example/mcp"),
                Instant.MAX,
                Set.of(),
                null,
                Json.createObjectBuilder().build());
    }

    private static String authorized(McpOAuthClient client) {
        URI redirect = Peers.open(client.startAuthorization(Scopes.NONE));
        return client.completeAuthorization(redirect).value().reveal();
    }

    private static Map<TokenPrincipal, String> signedIn(McpOAuthClient crm) {
        Map<TokenPrincipal, String> tokens = new HashMap<>();
        for (int i = 0; i < USERS; i++) {
            tokens.put(user(i), authorized(crm.as(user(i))));
        }
        return tokens;
    }

    /** A request of a user whom a guard of this library let pass. */
    private static <T> T request(Application application, TokenPrincipal user, Callable<T> work) throws Exception {
        RequestContextController scope = application.get(RequestContextController.class);
        scope.activate();
        try {
            application.get(CurrentToken.class).entered(token(user), user);
            return work.call();
        } finally {
            scope.deactivate();
        }
    }

    @Test
    void alternatingUsersOnFewThreadsHaveTheirOwnTokens() throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(THREADS);
        try (Application application = Application.start(peers.keys(), Sales.class)) {
            Sales sales = application.get(Sales.class);
            Map<TokenPrincipal, String> tokens = signedIn(sales.crm());
            assertEquals(USERS, tokens.values().stream().distinct().count());
            List<Future<String>> answers = new ArrayList<>();
            for (int i = 0; i < CALLS; i++) {
                TokenPrincipal user = user(i);
                answers.add(pool.submit(() -> request(application, user, sales::call)));
            }
            for (int i = 0; i < CALLS; i++) {
                assertEquals(tokens.get(user(i)), answers.get(i).get());
            }
        } finally {
            pool.shutdownNow();
        }
    }

    @Test
    @DisplayName("work on another thread says for whom, or is refused; it never has the token of who was there before")
    void handingOverIsExplicit() throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(THREADS);
        try (Application application = Application.start(peers.keys(), Sales.class)) {
            Sales sales = application.get(Sales.class);
            Map<TokenPrincipal, String> tokens = signedIn(sales.crm());
            for (int i = 0; i < CALLS / 10; i++) {
                TokenPrincipal user = user(i);
                Future<String> explicit = request(application, user, () -> {
                    McpOAuthClient ofCaller = sales.crm().as(user);
                    return pool.submit(() -> call(ofCaller));
                });
                Future<String> implicit = request(application, user, () -> pool.submit(sales::call));
                assertEquals(tokens.get(user), explicit.get());
                ExecutionException refused = assertThrows(ExecutionException.class, implicit::get);
                assertInstanceOf(AuthorizationRequiredException.class, refused.getCause());
            }
        } finally {
            pool.shutdownNow();
        }
    }

    @Test
    void withoutACallerNothingIsSent() {
        try (Application application = Application.start(peers.keys(), Sales.class)) {
            AuthorizationRequiredException refused = assertThrows(
                    AuthorizationRequiredException.class,
                    () -> application.get(Sales.class).call());
            assertTrue(String.valueOf(refused.getMessage()).contains("nobody is known who calls crm"));
        }
    }

    @Test
    void anApplicationWithOneUserSaysSo() throws Exception {
        Map<String, String> keys = peers.keys();
        keys.put("mcp.oauth.client.crm.token-store.scope", "application");
        try (Application application = Application.start(keys, Sales.class)) {
            Sales sales = application.get(Sales.class);
            String own = authorized(sales.crm());
            assertEquals(own, sales.call());
            // a caller who is known never has the token of the application
            assertThrows(AuthorizationRequiredException.class, () -> request(application, user(1), sales::call));
        }
    }

    @Test
    void aBeanMayKnowTheCaller() throws Exception {
        try (Application application = Application.start(peers.keys(), Sales.class, Sessions.class)) {
            Sales sales = application.get(Sales.class);
            String ofAlice = authorized(sales.crm().as(() -> "alice"));
            application.get(Sessions.class).enter(() -> "alice");
            assertEquals(ofAlice, sales.call());
            application.get(Sessions.class).enter(() -> "bob");
            assertThrows(AuthorizationRequiredException.class, sales::call);
            application.get(Sessions.class).enter(null);
            assertThrows(AuthorizationRequiredException.class, sales::call);
        }
    }

    @Test
    void theContainerKnowsTheCaller() throws Exception {
        Container.name = "alice";
        try (Application application = Application.start(peers.keys(), Sales.class, Container.class)) {
            Sales sales = application.get(Sales.class);
            assertEquals(authorized(sales.crm().as(() -> "alice")), sales.call());
            // the token of the request comes first
            assertThrows(AuthorizationRequiredException.class, () -> request(application, user(1), sales::call));
        }
    }

    /** A request scoped bean is a client proxy, which shows a name and hides whose it is. */
    @ParameterizedTest
    @ValueSource(classes = {ByRequest.class, ByInjection.class})
    @DisplayName("the bean Principal: a subject is unique within its issuer only (RFC 7519, section 4.1.2)")
    void principalsOfOneNameAtTwoIssuersAreNotTheSame(Class<?> container) throws Exception {
        try (Application application = Application.start(peers.keys(), Sales.class, Issuers.class, container)) {
            McpOAuthClient crm = application.get(Sales.class).crm();
            String ofFirst = as(application, user(0), () -> authorized(crm));
            assertTrue(as(application, user(1), crm::storedToken).isEmpty());
            String ofSecond = as(application, user(1), () -> authorized(crm));
            assertEquals(ofFirst, as(application, user(0), () -> call(crm)));
            assertEquals(ofSecond, as(application, new CallerPrincipal("alice", user(1)), () -> call(crm)));
            assertEquals(ofFirst, call(crm.as(user(0))));
            assertTrue(crm.as(() -> "alice").storedToken().isEmpty());
        }
    }

    /** At an issuer somebody may have the name that containers give nobody. */
    @Test
    void whomATokenNamesIsSomebody() throws Exception {
        TokenPrincipal guest = new TokenPrincipal("app", Issuer.of("https://as.example"), "guest");
        try (Application application = Application.start(peers.keys(), Sales.class, Issuers.class, ByInjection.class)) {
            Sales sales = application.get(Sales.class);
            assertEquals(authorized(sales.crm().as(guest)), as(application, guest, sales::call));
        }
    }

    /** A request that no guard of this library has seen. */
    private static <T> T as(Application application, Principal user, Callable<T> work) throws Exception {
        RequestContextController scope = application.get(RequestContextController.class);
        scope.activate();
        try {
            application.get(Issuers.class).enter(user);
            return work.call();
        } finally {
            scope.deactivate();
        }
    }

    /** What WildFly, Payara and Open Liberty name where nobody has signed in. */
    @ParameterizedTest
    @ValueSource(strings = {"anonymous", "ANONYMOUS", "UNAUTHENTICATED", "guest"})
    void whatAContainerCallsNobodyIsNobody(String name) {
        Container.name = name;
        try (Application application = Application.start(peers.keys(), Sales.class, Container.class)) {
            Sales sales = application.get(Sales.class);
            authorized(sales.crm().as(() -> name));
            AuthorizationRequiredException refused = assertThrows(AuthorizationRequiredException.class, sales::call);
            assertTrue(refused.authorizationUri().isEmpty());
        }
    }
}
