package org.mcpoauth.server.authorization;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.mcpoauth.api.error.ConfigurationException;
import org.mcpoauth.api.metadata.ClientAuthenticationMethod;
import org.mcpoauth.spi.endpoint.EndpointResponse;
import org.mcpoauth.spi.server.DynamicRegistration;
import org.mcpoauth.spi.server.RateLimit;
import org.mcpoauth.spi.server.RateLimiter;
import org.mcpoauth.spi.server.RateLimits;

/** How often an address may register and fail (RFC 6585, section 4; RFC 6819, sections 4.1.2 and 4.3.5). */
class RateLimitTest {
    private static final String A = "192.0.2.1";
    private static final String B = "192.0.2.2";
    private static final String CLIENT = "{\"redirect_uris\":[\"https://app.example/cb\"]}";
    private static final RateLimits STRICT = RateLimits.DEFAULT
            .withRegistration(new RateLimit(2, Duration.ofHours(1)))
            .withFailures(new RateLimit(2, Duration.ofMinutes(15)));

    private final TestServer server = new TestServer(
            builder -> builder.rateLimits(STRICT).registration(DynamicRegistration.OPEN.withManagement(true)));

    @Test
    void byDefaultAnAddressRegistersTwentyClientsAnHour() {
        TestServer usual = new TestServer();
        for (int i = 0; i < 20; i++) {
            assertEquals(201, register(usual, A).status());
        }

        assertEquals(429, register(usual, A).status());
        assertEquals(201, register(usual, B).status());
        usual.pass(Duration.ofHours(1));
        assertEquals(201, register(usual, A).status());
    }

    @Test
    void whoHasToWaitIsToldHowLong() {
        register(server, A);
        server.pass(Duration.ofMinutes(20));
        register(server, A);
        EndpointResponse response = register(server, A);

        assertEquals(429, response.status());
        assertEquals("temporarily_unavailable", server.error(response));
        assertEquals(2401, Integer.parseInt(TestServer.header(response, "Retry-After")));
        assertEquals("no-store", TestServer.header(response, "Cache-Control"));
        assertEquals("*", TestServer.header(response, "Access-Control-Allow-Origin"));
    }

    @Test
    void badRegistrationsCountToo() {
        for (int i = 0; i < 2; i++) {
            assertEquals(400, register(server, A, "{").status());
        }

        assertEquals(429, register(server, A).status());
    }

    @Test
    void preflightsAreFree() {
        for (int i = 0; i < 5; i++) {
            assertEquals(
                    204,
                    server.sendFrom(A, "OPTIONS", TestServer.BASE + "/register", null, Map.of(), "")
                            .status());
        }

        assertEquals(201, register(server, A).status());
    }

    @Test
    void clientsMayNotFailForEver() {
        server.addConfidentialClient("app", ClientAuthenticationMethod.CLIENT_SECRET_POST);
        assertEquals(401, authenticate(A, "wrong").status());
        assertEquals(401, authenticate(A, "wrong").status());

        assertEquals(429, authenticate(A, "wrong").status());
        assertEquals(429, authenticate(A, TestServer.SECRET).status(), "guessing on does not pay");
        assertEquals(400, authenticate(B, TestServer.SECRET).status());
        server.pass(Duration.ofMinutes(15));
        assertEquals(400, authenticate(A, TestServer.SECRET).status(), "the client is authenticated");
    }

    @Test
    void whatSucceedsIsNotCounted() {
        server.addConfidentialClient("app", ClientAuthenticationMethod.CLIENT_SECRET_POST);
        for (int i = 0; i < 10; i++) {
            assertEquals(400, authenticate(A, TestServer.SECRET).status());
        }
    }

    @Test
    void registrationAccessTokensCannotBeGuessed() {
        for (int i = 0; i < 2; i++) {
            assertEquals(401, manage(A).status());
        }

        assertEquals(429, manage(A).status());
        assertEquals(401, manage(B).status());
    }

    @Test
    void usersMayNotFailForEver() {
        server.addPublicClient("app");
        for (int i = 0; i < 2; i++) {
            assertEquals(200, login("user" + i).status());
        }
        EndpointResponse response = login("user3");

        assertEquals(429, response.status());
        assertTrue(Integer.parseInt(TestServer.header(response, "Retry-After")) > 0);
    }

    @Test
    void authorizationRequestsAreLimitedOnDemand() {
        TestServer limited = new TestServer(builder ->
                builder.rateLimits(RateLimits.DEFAULT.withAuthorization(new RateLimit(1, Duration.ofMinutes(15)))));
        limited.addPublicClient("app");
        assertEquals(200, authorize(limited).status());
        EndpointResponse response = authorize(limited);

        assertEquals(429, response.status());
        assertTrue(TestServer.text(response).contains("temporarily_unavailable"));
        assertEquals("901", TestServer.header(response, "Retry-After"));
    }

    @Test
    void limitsCanBeSwitchedOff() {
        TestServer open = new TestServer(builder ->
                builder.rateLimits(RateLimits.DEFAULT.withRegistration(null).withFailures(null)));
        for (int i = 0; i < 60; i++) {
            assertEquals(201, register(open, A).status());
        }
    }

    /** With Jakarta REST nobody knows the address. */
    @Test
    void withoutAddressTheClientThatIsNamedCounts() {
        server.addConfidentialClient("app", ClientAuthenticationMethod.CLIENT_SECRET_POST);
        server.addConfidentialClient("other", ClientAuthenticationMethod.CLIENT_SECRET_BASIC);
        authenticate(null, "wrong");
        authenticate(null, "wrong");
        assertEquals(429, authenticate(null, TestServer.SECRET).status());
        for (int i = 0; i < 2; i++) {
            assertEquals(401, basic("b3RoZXI6d3Jvbmc=").status());
        }
        assertEquals(429, basic("b3RoZXI6d3Jvbmc=").status());
        assertEquals(401, basic("not base64").status());
        register(server, null);
        register(server, null);
        assertEquals(429, register(server, null).status());
    }

    @Test
    void trustedProxiesSayWhoAsks() {
        TestServer behind =
                new TestServer(builder -> builder.rateLimits(STRICT.withTrustedProxies(List.of("10.0.0.0/8"))));
        for (int i = 0; i < 3; i++) {
            String client = "198.51.100." + i;
            assertEquals(201, forwarded(behind, "10.0.0.1", client).status());
        }
        forwarded(behind, "10.0.0.1", "198.51.100.0");

        assertEquals(429, forwarded(behind, "10.0.0.1", "198.51.100.0").status());
        assertEquals(
                429,
                forwarded(behind, "10.0.0.1", "203.0.113.7, 198.51.100.0").status(),
                "what the client wrote itself is hearsay");
    }

    @Test
    void nobodyElseSaysWhoAsks() {
        forwarded(server, A, "198.51.100.1");
        forwarded(server, A, "198.51.100.2");

        assertEquals(429, forwarded(server, A, "198.51.100.3").status());
    }

    @Test
    void aBlockThatIsNoneIsRefused() {
        ConfigurationException failure = assertThrows(
                ConfigurationException.class,
                () -> new TestServer(builder -> builder.rateLimits(STRICT.withTrustedProxies(List.of("proxy")))));

        assertEquals("rate-limit.trusted-proxies", failure.key());
    }

    @Test
    void anApplicationMayCountByItself() {
        TestServer counted = new TestServer(builder -> builder.rateLimits(STRICT.withLimiter(new Never())));

        assertEquals("8", TestServer.header(register(counted, A), "Retry-After"));
    }

    private static EndpointResponse register(TestServer server, @Nullable String address) {
        return register(server, address, CLIENT);
    }

    private static EndpointResponse register(TestServer server, @Nullable String address, String body) {
        return server.sendFrom(
                address, "POST", TestServer.BASE + "/register", null, Map.of("Content-Type", "application/json"), body);
    }

    private static EndpointResponse forwarded(TestServer server, String peer, String client) {
        return server.sendFrom(
                peer,
                "POST",
                TestServer.BASE + "/register",
                null,
                new TreeMap<>(Map.of("Content-Type", "application/json", "X-Forwarded-For", client)),
                CLIENT);
    }

    private EndpointResponse authenticate(@Nullable String address, String secret) {
        return token(
                address,
                Map.of(),
                TestServer.form(
                        "grant_type", "authorization_code",
                        "client_id", "app",
                        "client_secret", secret,
                        "code", "x",
                        "code_verifier", TestServer.VERIFIER));
    }

    private EndpointResponse basic(String credentials) {
        return token(null, Map.of("Authorization", "Basic " + credentials), "grant_type=client_credentials");
    }

    private EndpointResponse token(@Nullable String address, Map<String, String> headers, String form) {
        Map<String, String> all = new TreeMap<>(headers);
        all.put("Content-Type", "application/x-www-form-urlencoded");
        return server.sendFrom(address, "POST", TestServer.BASE + "/token", null, all, form);
    }

    private EndpointResponse manage(String address) {
        return server.sendFrom(
                address,
                "GET",
                TestServer.BASE + "/register/client",
                "client_id=x",
                Map.of("Authorization", "Bearer guess"),
                "");
    }

    private EndpointResponse login(String user) {
        TestBrowser browser = new TestBrowser(server);
        return browser.submit(
                browser.openAuthorization(TestServer.authorizationQuery("app")), "username", user, "password", "wrong");
    }

    private static EndpointResponse authorize(TestServer server) {
        return server.get(TestServer.BASE + "/authorize", TestServer.authorizationQuery("app"), Map.of());
    }

    /** Lets nobody do anything. */
    private static final class Never implements RateLimiter {
        @Override
        public Duration acquire(RateLimit limit, String subject) {
            return Duration.ofSeconds(7);
        }

        @Override
        public Duration waiting(RateLimit limit, String subject) {
            return Duration.ofSeconds(7);
        }
    }
}
