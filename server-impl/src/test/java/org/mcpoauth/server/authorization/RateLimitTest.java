package org.mcpoauth.server.authorization;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URLEncoder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mcpoauth.api.error.ConfigurationException;
import org.mcpoauth.api.error.ErrorCode;
import org.mcpoauth.api.event.AuthorizationServerEvent.EndpointKind;
import org.mcpoauth.api.event.AuthorizationServerEvent.EndpointRefused;
import org.mcpoauth.api.metadata.ClientAuthenticationMethod;
import org.mcpoauth.api.metadata.GrantType;
import org.mcpoauth.spi.endpoint.EndpointResponse;
import org.mcpoauth.spi.server.DynamicRegistration;
import org.mcpoauth.spi.server.EndpointPaths;
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
        assertEquals(2400, Integer.parseInt(TestServer.header(response, "Retry-After")));
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
    void byDefaultAClientFailsFiftyTimesInAQuarterOfAnHour() {
        TestServer usual = new TestServer();
        usual.addConfidentialClient("app", ClientAuthenticationMethod.CLIENT_SECRET_POST);
        for (int i = 0; i < 50; i++) {
            assertEquals(401, authenticate(usual, A, "app", "wrong").status());
        }

        assertEquals(429, authenticate(usual, A, "app", "wrong").status());
        usual.pass(Duration.ofMinutes(15));
        assertEquals(401, authenticate(usual, A, "app", "wrong").status());
    }

    /** Many clients may share an address, such as that of a proxy that nobody named. */
    @Test
    void aClientThatFailsShutsOutNoOtherAtItsAddress() {
        server.addConfidentialClient("app", ClientAuthenticationMethod.CLIENT_SECRET_POST);
        server.addConfidentialClient("other", ClientAuthenticationMethod.CLIENT_SECRET_POST);
        for (int i = 0; i < 5; i++) {
            authenticate(A, "wrong");
        }

        assertEquals(400, authenticate(server, A, "other", TestServer.SECRET).status(), "the client is authenticated");
        assertEquals(429, authenticate(server, A, "other", "wrong").status(), "what fails there is refused");
        assertEquals(400, authenticate(server, A, "other", TestServer.SECRET).status());
    }

    @Test
    void namesThatAreMadeUpCountForTheAddressOnly() {
        server.addConfidentialClient("app", ClientAuthenticationMethod.CLIENT_SECRET_POST);
        for (int i = 0; i < 2; i++) {
            assertEquals(401, authenticate(server, A, "nobody" + i, "wrong").status());
        }

        assertEquals(429, authenticate(server, A, "somebody", "wrong").status());
        assertEquals(400, authenticate(A, TestServer.SECRET).status());
    }

    /** What cannot be guessed is not worth shutting anybody out for. */
    @Test
    void aClientWithoutSecretCannotBeShutOut() {
        server.addPublicClient("app");
        for (int i = 0; i < 5; i++) {
            authenticate(A, "wrong");
        }

        assertEquals("invalid_grant", server.error(server.refresh("app", "unknown")));
    }

    @Test
    void ofGuessesAtTheSameTimeNoneIsTooMany() {
        server.addConfidentialClient("app", ClientAuthenticationMethod.CLIENT_SECRET_POST);
        List<EndpointResponse> answers = Race.of(8, () -> authenticate(A, "wrong"));

        assertEquals(2, count(answers, 401));
        assertEquals(6, count(answers, 429));
    }

    @Test
    void aRightGuessCountsForNothingOnceOthersUsedUpTheLimit() {
        TestServer counted = new TestServer(builder -> builder.rateLimits(STRICT.withLimiter(new ReachedMeanwhile())));
        counted.addConfidentialClient("app", ClientAuthenticationMethod.CLIENT_SECRET_POST);

        assertEquals(429, authenticate(counted, A, "app", TestServer.SECRET).status());
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

    /** Strangers can have anything called in vain, and so must not get rid of what else they did. */
    @Test
    void aFloodOfUnreachableClientsWipesOutNoOtherCount() {
        TestServer usual = new TestServer();
        usual.addPublicClient("app");
        for (int i = 0; i < 50; i++) {
            assertEquals(200, login(usual, "user" + i).status());
        }
        for (int i = 0; i < 20; i++) {
            assertEquals(201, register(usual, A).status());
        }
        for (int i = 0; i < 10_050; i++) {
            String madeUp = "https://192.0.2.8:" + (1024 + i) + "/client.json";
            usual.sendFrom(
                    "198.18." + i / 250 + "." + i % 250,
                    "GET",
                    TestServer.BASE + "/authorize",
                    TestServer.authorizationQuery(madeUp),
                    Map.of(),
                    "");
        }

        assertEquals(429, login(usual, "alice").status());
        assertEquals(429, register(usual, A).status());
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
    void loginsAtTheSameTimeAreNotMore() {
        server.addPublicClient("app");
        List<TestBrowser> browsers = new ArrayList<>();
        List<EndpointResponse> pages = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            TestBrowser browser = new TestBrowser(server);
            pages.add(browser.openAuthorization(TestServer.authorizationQuery("app")));
            browsers.add(browser);
        }
        AtomicInteger next = new AtomicInteger();
        List<EndpointResponse> answers = Race.of(8, () -> {
            int i = next.getAndIncrement();
            return browsers.get(i).submit(pages.get(i), "username", "user" + i, "password", "wrong");
        });

        assertEquals(2, count(answers, 200));
        assertEquals(6, count(answers, 429));
    }

    /** A stranger who shares an address with users must not shut them out. */
    @Test
    void whoLoggedInFromAnAddressBeforeMayDoSoAgain() {
        server.addPublicClient("app");
        assertEquals(200, rightLogin().status());
        for (int i = 0; i < 3; i++) {
            login("user" + i);
        }

        assertEquals(200, rightLogin().status());
        assertEquals(429, login("alice").status(), "a wrong password is one failure too many");
        assertEquals(429, login("bob").status());
        assertEquals(200, rightLogin().status());
    }

    @Test
    void whoNeverLoggedInFromAnAddressWaitsWithTheOthersThere() {
        server.addPublicClient("app");
        login("user1");
        server.pass(Duration.ofMinutes(5));
        login("user2");
        EndpointResponse response = rightLogin();

        assertEquals(429, response.status());
        assertEquals("600", TestServer.header(response, "Retry-After"), "the period of the first failure");
        server.pass(Duration.ofMinutes(10));
        assertEquals(200, rightLogin().status());
    }

    @Test
    void aRightPasswordCountsForNothingOnceOthersUsedUpTheLimit() {
        TestServer counted = new TestServer(builder -> builder.rateLimits(STRICT.withLimiter(new ReachedMeanwhile())));
        counted.addPublicClient("app");
        TestBrowser browser = new TestBrowser(counted);
        EndpointResponse response = browser.login(browser.openAuthorization(TestServer.authorizationQuery("app")));

        assertEquals(429, response.status());
        assertEquals("7", TestServer.header(response, "Retry-After"));
    }

    private EndpointResponse rightLogin() {
        TestBrowser browser = new TestBrowser(server);
        return browser.login(browser.openAuthorization(TestServer.authorizationQuery("app")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/par", "/device"})
    void whatPublicClientsSendIsLimitedWithTheAuthorizationRequests(String path) {
        TestServer limited = new TestServer(builder -> builder.rateLimits(
                        RateLimits.DEFAULT.withAuthorization(new RateLimit(1, Duration.ofMinutes(15))))
                .endpoints(EndpointPaths.DEFAULT.withPar("/par").withDevice("/device")));
        limited.addClient(
                "app",
                null,
                metadata -> metadata.tokenEndpointAuthMethod(ClientAuthenticationMethod.NONE)
                        .grantTypes(List.of(GrantType.AUTHORIZATION_CODE, GrantType.DEVICE_CODE)));
        limited.addClient(
                "backend",
                TestServer.SECRET,
                metadata -> metadata.tokenEndpointAuthMethod(ClientAuthenticationMethod.CLIENT_SECRET_POST)
                        .grantTypes(List.of(GrantType.AUTHORIZATION_CODE, GrantType.DEVICE_CODE)));
        String strange = TestServer.authorizationQuery("app");
        String proven =
                TestServer.authorizationQuery("backend") + "&" + TestServer.form("client_secret", TestServer.SECRET);

        assertTrue(limited.post(path, Map.of(), strange).status() < 300);
        EndpointResponse refused = limited.post(path, Map.of(), strange);
        assertEquals(429, refused.status());
        assertEquals("900", TestServer.header(refused, "Retry-After"));
        assertEquals(429, authorize(limited).status(), "there is one count");
        for (int i = 0; i < 3; i++) {
            assertTrue(limited.post(path, Map.of(), proven).status() < 300, "who proves who it is does not count");
        }
    }

    /** Each refusal is told to auditors, and as what it is. */
    @Test
    void whatIsRefusedIsAudited() {
        server.addConfidentialClient("app", ClientAuthenticationMethod.CLIENT_SECRET_POST);
        for (int i = 0; i < 3; i++) {
            register(server, A);
            authenticate(A, "wrong");
        }
        TestServer limited = new TestServer(
                builder -> builder.rateLimits(STRICT.withAuthorization(new RateLimit(4, Duration.ofMinutes(15)))));
        limited.addPublicClient("app");
        for (int i = 0; i < 3; i++) {
            login(limited, "user" + i);
        }
        authorize(limited);
        authorize(limited);

        assertEquals(List.of(EndpointKind.REGISTRATION, EndpointKind.TOKEN), refusedForNow(server), "of documents");
        assertEquals(
                List.of(EndpointKind.AUTHORIZATION, EndpointKind.AUTHORIZATION),
                refusedForNow(limited),
                "of the login page and of the authorization endpoint");
    }

    private static List<EndpointKind> refusedForNow(TestServer server) {
        return server.events.stream()
                .filter(EndpointRefused.class::isInstance)
                .map(EndpointRefused.class::cast)
                .filter(refused -> refused.error().equals(ErrorCode.TEMPORARILY_UNAVAILABLE))
                .map(EndpointRefused::endpoint)
                .toList();
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
        assertEquals("900", TestServer.header(response, "Retry-After"));
    }

    @Test
    void limitsCanBeSwitchedOff() {
        TestServer open = new TestServer(builder ->
                builder.rateLimits(RateLimits.DEFAULT.withRegistration(null).withFailures(null)));
        for (int i = 0; i < 60; i++) {
            assertEquals(201, register(open, A).status());
        }
    }

    /** With Jakarta REST nobody knows the address: whatever a request says about itself is free to make up. */
    @Test
    void withoutAddressAllAreOneWhateverTheySay() {
        assertEquals(201, registerAs("b25lOng=").status());
        assertEquals(201, registerAs("dHdvOng=").status());
        assertEquals(429, registerAs("dGhyZWU6eA==").status());
        assertEquals(429, register(server, null).status());
    }

    /** Nobody can be told apart there, so that a stranger anywhere would shut out a client everywhere. */
    @Test
    void withoutAddressNobodyShutsOutAClient() {
        server.addConfidentialClient("app", ClientAuthenticationMethod.CLIENT_SECRET_POST);
        server.addConfidentialClient("other", ClientAuthenticationMethod.CLIENT_SECRET_BASIC);
        authenticate(null, "wrong");
        authenticate(null, "wrong");

        assertEquals(429, authenticate(null, "wrong").status());
        assertEquals(400, authenticate(null, TestServer.SECRET).status(), "the client is authenticated");
        assertEquals(400, basic(credentials("other", TestServer.SECRET)).status(), "the client is authenticated");
        assertEquals(429, basic(credentials("other", "wrong")).status());
    }

    @Test
    void withoutAddressNobodyShutsOutUsers() {
        server.addPublicClient("app");
        for (int i = 0; i < 2; i++) {
            assertEquals(200, loginFromNowhere("user" + i, "wrong").status());
        }

        assertEquals(429, loginFromNowhere("user3", "wrong").status(), "what fails is refused");
        assertEquals(200, loginFromNowhere("alice", "alice-pw").status());
        for (int i = 0; i < 10; i++) {
            loginFromNowhere("alice", "wrong");
        }
        assertEquals(429, loginFromNowhere("alice", "alice-pw").status(), "the tries of a name are bounded");
    }

    private EndpointResponse loginFromNowhere(String user, String password) {
        TestBrowser browser = new TestBrowser(server, null);
        return browser.submit(
                browser.openAuthorization(TestServer.authorizationQuery("app")),
                "username",
                user,
                "password",
                password);
    }

    private EndpointResponse registerAs(String credentials) {
        return server.sendFrom(
                null,
                "POST",
                TestServer.BASE + "/register",
                null,
                Map.of("Content-Type", "application/json", "Authorization", "Basic " + credentials),
                CLIENT);
    }

    private static String credentials(String clientId, String secret) {
        String pair = URLEncoder.encode(clientId, UTF_8) + ":" + URLEncoder.encode(secret, UTF_8);
        return Base64.getEncoder().encodeToString(pair.getBytes(UTF_8));
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

        assertEquals("7", TestServer.header(register(counted, A), "Retry-After"));
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
        return authenticate(server, address, "app", secret);
    }

    private static EndpointResponse authenticate(
            TestServer server, @Nullable String address, String clientId, String secret) {
        return token(
                server,
                address,
                Map.of(),
                TestServer.form(
                        "grant_type",
                        "authorization_code",
                        "client_id",
                        clientId,
                        "client_secret",
                        secret,
                        "code",
                        "x",
                        "code_verifier",
                        TestServer.VERIFIER));
    }

    private static long count(List<EndpointResponse> answers, int status) {
        return answers.stream().filter(answer -> answer.status() == status).count();
    }

    private EndpointResponse basic(String credentials) {
        return token(
                server,
                null,
                Map.of("Authorization", "Basic " + credentials),
                TestServer.form("grant_type", "authorization_code", "code", "x", "code_verifier", TestServer.VERIFIER));
    }

    private static EndpointResponse token(
            TestServer server, @Nullable String address, Map<String, String> headers, String form) {
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
        return login(server, user);
    }

    private static EndpointResponse login(TestServer server, String user) {
        TestBrowser browser = new TestBrowser(server);
        return browser.submit(
                browser.openAuthorization(TestServer.authorizationQuery("app")), "username", user, "password", "wrong");
    }

    private static EndpointResponse authorize(TestServer server) {
        return server.get(TestServer.BASE + "/authorize", TestServer.authorizationQuery("app"), Map.of());
    }

    /** Says at first that there is room, and later that others have taken it. */
    private static final class ReachedMeanwhile implements RateLimiter {
        private final AtomicInteger asked = new AtomicInteger();

        @Override
        public Duration acquire(RateLimit limit, String subject) {
            return Duration.ZERO;
        }

        @Override
        public Duration waiting(RateLimit limit, String subject) {
            return asked.getAndIncrement() == 0 ? Duration.ZERO : Duration.ofSeconds(7);
        }
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
