package org.mcpoauth.client.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mcpoauth.api.Issuer;
import org.mcpoauth.api.McpOAuthClient;
import org.mcpoauth.api.ResourceIdentifier;
import org.mcpoauth.api.Scopes;
import org.mcpoauth.api.Secret;
import org.mcpoauth.api.client.AuthorizationRequest;
import org.mcpoauth.api.error.Actor;
import org.mcpoauth.api.error.AuthorizationRequiredException;
import org.mcpoauth.api.error.ConfigurationException;
import org.mcpoauth.api.error.FailureCode;
import org.mcpoauth.api.error.ResponseViolationException;
import org.mcpoauth.api.error.TransportException;
import org.mcpoauth.api.metadata.ClientMetadata;
import org.mcpoauth.client.scripted.HeadlessAgent;
import org.mcpoauth.client.scripted.ManualWaiting;
import org.mcpoauth.client.scripted.Received;
import org.mcpoauth.client.scripted.World;
import org.mcpoauth.spi.ClientConfiguration;
import org.mcpoauth.spi.client.AuthorizationAgent;
import org.mcpoauth.spi.client.AuthorizationAttempt;
import org.mcpoauth.spi.client.ReadyAgent;

@DisplayName("An agent on the user's machine opens the browser and listens for the redirect (RFC 8252, 7.3)")
class LoopbackAgentTest {
    private static final URI ANY_PORT = URI.create("http://127.0.0.1/callback");

    private final World world = new World();
    private final ManualWaiting waiting = new ManualWaiting(world.clock);
    private final List<URI> opened = new CopyOnWriteArrayList<>();

    @AfterEach
    void close() {
        world.close();
    }

    /** RFC 8252, section 7.3: registered without port, sent with the one that is listened on. */
    @Test
    void aFreePortIsTakenForEachAuthorization() throws Exception {
        try (LoopbackAgent agent = agent(this::browse)) {
            McpOAuthClient client = world.runtime.client(configuration(ANY_PORT, agent));
            assertEquals(200, world.call(client, "read").statusCode());
        }
        assertTrue(world.as.http.last("/register").body().contains("[\"http://127.0.0.1/callback\"]"));
        URI sent = URI.create(world.as.http.last("/authorize").parameter("redirect_uri"));
        assertTrue(sent.getPort() > 0);
        assertEquals(URI.create("http://127.0.0.1:" + sent.getPort() + "/callback"), sent);
        assertEquals(sent.toString(), world.as.tokenRequests().get(0).form("redirect_uri"));
        assertReleased(sent);
    }

    @Test
    void portZeroMeansTheSame() throws Exception {
        try (LoopbackAgent agent = agent(this::browse)) {
            McpOAuthClient client =
                    world.runtime.client(configuration(URI.create("http://127.0.0.1:0/callback"), agent));
            assertEquals(200, world.call(client, "read").statusCode());
        }
        assertTrue(world.as.http.last("/register").body().contains("[\"http://127.0.0.1/callback\"]"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "localhost"})
    void aPortThatIsNamedIsListenedOn(String host) throws Exception {
        URI redirectUri = URI.create("http://" + host + ":" + freePort() + "/callback");
        try (LoopbackAgent agent = agent(this::browse)) {
            McpOAuthClient client = world.runtime.client(configuration(redirectUri, agent));
            assertEquals(200, world.call(client, "read").statusCode());
        }
        assertEquals(redirectUri.toString(), world.as.http.last("/authorize").parameter("redirect_uri"));
        assertReleased(redirectUri);
    }

    @Test
    void theOtherLoopbackAddressWillDo() throws Exception {
        assumeTrue(hasV6(), "there is no ::1 on this machine");
        try (LoopbackAgent agent = agent(this::browse)) {
            McpOAuthClient client = world.runtime.client(configuration(URI.create("http://[::1]/callback"), agent));
            assertEquals(200, world.call(client, "read").statusCode());
        }
        assertTrue(world.as.http.last("/authorize").parameter("redirect_uri").startsWith("http://[::1]:"));
    }

    /** A browser may try either address of the name. */
    @Test
    void localhostIsListenedOnAtBothAddresses() throws Exception {
        assumeTrue(hasV6(), "there is no ::1 on this machine");
        URI redirectUri = URI.create("http://localhost:" + freePort() + "/callback");
        try (LoopbackAgent agent = agent(uri -> true);
                AuthorizationAttempt attempt = agent.begin(redirectUri)) {
            assertEquals(redirectUri, attempt.redirectUri());
            for (String host : List.of("127.0.0.1", "[::1]")) {
                URI address = URI.create("http://" + host + ":" + redirectUri.getPort() + "/");
                String answer = RawPeer.exchange(address, RawPeer.get(redirectUri, "/"));
                assertTrue(answer.startsWith("HTTP/1.1 404 "), answer);
            }
        }
    }

    @Test
    void severalAuthorizationsAtATimeDoNotMeet() throws Exception {
        CountDownLatch shown = new CountDownLatch(2);
        BrowserOpener browser = uri -> {
            shown.countDown();
            return true;
        };
        try (LoopbackAgent agent = agent(browser);
                AuthorizationAttempt one = agent.begin(ANY_PORT);
                AuthorizationAttempt other = agent.begin(ANY_PORT)) {
            FutureTask<URI> first = authorize(one);
            FutureTask<URI> second = authorize(other);
            assertTrue(shown.await(30, TimeUnit.SECONDS));
            answer(other.redirectUri(), "second");
            answer(one.redirectUri(), "first");
            assertEquals("code=first&state=s", first.get(30, TimeUnit.SECONDS).getQuery());
            assertEquals("code=second&state=s", second.get(30, TimeUnit.SECONDS).getQuery());
        }
    }

    @Test
    void aPortThatSomebodyElseHasIsForTheDeployer() throws Exception {
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                LoopbackAgent agent = agent(uri -> true)) {
            URI redirectUri = URI.create("http://127.0.0.1:" + other.getLocalPort() + "/callback");
            ConfigurationException refused = assertThrows(ConfigurationException.class, () -> agent.begin(redirectUri));
            assertEquals("redirect-uri", refused.key());
            assertEquals(Actor.OPERATOR, refused.actor());
            assertTrue(String.valueOf(refused.getMessage()).contains("write another port"));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://app.example/callback",
                "https://127.0.0.1/callback",
                "http://app.example:8765/callback",
                "http://localhost/callback"
            })
    void whatIsNotOnThisMachineIsForTheDeployer(String redirectUri) {
        try (LoopbackAgent agent = agent(uri -> true)) {
            ConfigurationException refused =
                    assertThrows(ConfigurationException.class, () -> agent.begin(URI.create(redirectUri)));
            assertEquals("redirect-uri", refused.key());
            assertTrue(String.valueOf(refused.getMessage()).contains("write http://127.0.0.1/callback"));
        }
    }

    @Test
    void theNameOfTheAgentIsCheckedAgainstTheRedirectUriWhenTheClientIsMade() {
        ClientConfiguration configuration =
                configuration(URI.create("https://app.example/callback"), ReadyAgent.LOOPBACK);
        assertEquals(
                "redirect-uri",
                assertThrows(ConfigurationException.class, () -> world.runtime.client(configuration))
                        .key());
        assertEquals(
                "crm",
                world.runtime
                        .client(configuration(ANY_PORT, ReadyAgent.LOOPBACK))
                        .name());
    }

    /** CVE-2025-6514 and MCP security best practices: no other scheme reaches a program of the machine. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "javascript:alert(1)",
                "file:///etc/passwd",
                "data:text/html,x",
                "ms-settings:x",
                "http://as.example/authorize",
                "https:opaque",
                "-x"
            })
    void onlyWebPagesAreOpened(String uri) {
        try (LoopbackAgent agent = agent(this::browse);
                AuthorizationAttempt attempt = agent.begin(ANY_PORT)) {
            AuthorizationRequest request = request(URI.create(uri), attempt.redirectUri());
            TransportException refused = assertThrows(TransportException.class, () -> attempt.authorize(request));
            assertEquals(FailureCode.ENDPOINT_REFUSED, refused.code());
        }
        assertEquals(List.of(), opened);
    }

    @Test
    void withoutBrowserTheUserIsShownTheUrl() throws Exception {
        try (LoopbackAgent agent = LoopbackAgent.builder()
                .browser(uri -> false)
                .notice(this::browse)
                .build()) {
            McpOAuthClient client = world.runtime.client(configuration(ANY_PORT, agent));
            assertEquals(200, world.call(client, "read").statusCode());
        }
        assertEquals(1, opened.size());
    }

    @Test
    void withoutBrowserAndNoticeTheDeployerIsTold() {
        try (LoopbackAgent agent = agent(uri -> false);
                AuthorizationAttempt attempt = agent.begin(ANY_PORT)) {
            AuthorizationRequest request = request(attempt.redirectUri());
            ConfigurationException refused =
                    assertThrows(ConfigurationException.class, () -> attempt.authorize(request));
            assertEquals("authorization-agent", refused.key());
            assertEquals(Actor.OPERATOR, refused.actor());
            assertFalse(String.valueOf(refused.getMessage()).contains("state"));
        }
    }

    @Test
    void whatComesBackIsValidatedByTheClient() {
        try (LoopbackAgent agent = agent(this::browse)) {
            world.as.issInResponse = "https://evil.example";
            McpOAuthClient client = world.runtime.client(configuration(ANY_PORT, agent));
            assertEquals(
                    FailureCode.RESPONSE_ISSUER_MISMATCH,
                    assertThrows(ResponseViolationException.class, () -> world.call(client, "read"))
                            .code());
        }
        assertEquals(0, world.as.tokenRequests().size());
        assertReleased(URI.create(world.as.http.last("/authorize").parameter("redirect_uri")));
    }

    @Test
    void aUserHasFiveMinutes() throws Exception {
        try (LoopbackAgent agent = agent(uri -> true);
                AuthorizationAttempt attempt = agent.begin(ANY_PORT)) {
            FutureTask<URI> authorization = authorize(attempt);
            waiting.untilSomebodyWaits();
            world.clock.advance(Duration.ofMinutes(5).minusSeconds(1));
            assertFalse(authorization.isDone());
            world.clock.advance(Duration.ofSeconds(1));
            AuthorizationRequiredException late = failure(AuthorizationRequiredException.class, authorization);
            assertEquals(Actor.USER, late.actor());
            assertTrue(String.valueOf(late.getMessage()).contains("has to be asked once more"));
        }
    }

    @Test
    void aTimeoutIsPositive() {
        LoopbackAgent.Builder builder = LoopbackAgent.builder();
        assertThrows(IllegalArgumentException.class, () -> builder.timeout(Duration.ZERO));
        assertThrows(IllegalArgumentException.class, () -> builder.timeout(Duration.ofSeconds(-1)));
    }

    @Test
    void aCallThatTimesOutGivesThePortBack() throws Exception {
        try (LoopbackAgent agent = agent(uri -> opened.add(uri))) {
            McpOAuthClient client = world.runtime.client(configuration(ANY_PORT, agent));
            FutureTask<HttpResponse<String>> call = start(new FutureTask<>(() -> world.call(client, "read")));
            waiting.untilSomebodyWaits();
            URI listening = listening();
            RawPeer.exchange(listening, RawPeer.get(listening, "/"));
            world.clock.advance(Duration.ofMinutes(5));
            failure(AuthorizationRequiredException.class, call);
            assertReleased(listening);
        }
    }

    @Test
    void interruptionEndsAnAuthorizationAndGivesThePortBack() throws Exception {
        try (LoopbackAgent agent = agent(uri -> opened.add(uri))) {
            McpOAuthClient client = world.runtime.client(configuration(ANY_PORT, agent));
            FutureTask<HttpResponse<String>> call = new FutureTask<>(() -> world.call(client, "read"));
            Thread thread = thread(call);
            waiting.untilSomebodyWaits();
            URI listening = listening();
            thread.interrupt();
            assertEquals(
                    FailureCode.INTERRUPTED,
                    failure(TransportException.class, call).code());
            assertReleased(listening);
        }
    }

    @Test
    void closingTheAgentEndsAnAuthorizationAndGivesThePortBack() throws Exception {
        LoopbackAgent agent = agent(uri -> opened.add(uri));
        McpOAuthClient client = world.runtime.client(configuration(ANY_PORT, agent));
        FutureTask<HttpResponse<String>> call = start(new FutureTask<>(() -> world.call(client, "read")));
        waiting.untilSomebodyWaits();
        URI listening = listening();
        agent.close();
        failure(AuthorizationRequiredException.class, call);
        assertReleased(listening);
        assertThrows(AuthorizationRequiredException.class, () -> agent.begin(ANY_PORT));
    }

    /** For requests that were built by hand. */
    @Test
    void aRequestWithAPortNeedsNoAttempt() throws Exception {
        URI redirectUri = URI.create("http://127.0.0.1:" + freePort() + "/callback");
        try (LoopbackAgent agent = agent(uri -> answer(redirectUri, "c"))) {
            assertEquals(URI.create(redirectUri + "?code=c&state=s"), agent.authorize(request(redirectUri)));
            AuthorizationRequest withoutPort = request(ANY_PORT);
            assertThrows(ConfigurationException.class, () -> agent.authorize(withoutPort));
        }
        assertReleased(redirectUri);
    }

    @Test
    void anAttemptIsForRequestsThatNameIt() {
        try (LoopbackAgent agent = agent(uri -> true);
                AuthorizationAttempt attempt = agent.begin(ANY_PORT)) {
            AuthorizationRequest other = request(ANY_PORT);
            assertThrows(IllegalArgumentException.class, () -> attempt.authorize(other));
        }
    }

    private LoopbackAgent agent(BrowserOpener browser) {
        return LoopbackAgent.builder().browser(browser).waiting(waiting).build();
    }

    /** A browser whose user agrees at once: it follows the redirect of the server. */
    private boolean browse(URI uri) {
        opened.add(uri);
        URI redirect = URI.create(HeadlessAgent.open(uri));
        String target = redirect.getRawPath() + "?" + redirect.getRawQuery();
        thread(new FutureTask<>(() -> RawPeer.exchange(redirect, RawPeer.get(redirect, target))));
        return true;
    }

    private static boolean answer(URI redirectUri, String code) {
        thread(new FutureTask<>(() -> RawPeer.exchange(
                redirectUri, RawPeer.get(redirectUri, redirectUri.getPath() + "?code=" + code + "&state=s"))));
        return true;
    }

    /** Where the only authorization under way waits. */
    private URI listening() {
        Received sent = new Received("GET", "/", opened.get(0).getRawQuery(), Map.of(), "");
        return URI.create(sent.parameter("redirect_uri"));
    }

    private FutureTask<URI> authorize(AuthorizationAttempt attempt) {
        AuthorizationRequest request = request(attempt.redirectUri());
        return start(new FutureTask<>(() -> attempt.authorize(request)));
    }

    private static <T> FutureTask<T> start(FutureTask<T> task) {
        thread(task);
        return task;
    }

    private static Thread thread(FutureTask<?> task) {
        Thread thread = new Thread(task, "caller");
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    private static <X extends Throwable> X failure(Class<X> type, FutureTask<?> task) {
        ExecutionException failure = assertThrows(ExecutionException.class, () -> task.get(30, TimeUnit.SECONDS));
        return assertInstanceOf(type, failure.getCause());
    }

    private static void assertReleased(URI redirectUri) {
        assertThrows(ConnectException.class, () -> new RawPeer(redirectUri));
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static boolean hasV6() throws IOException {
        URI v6 = URI.create("http://[::1]/");
        return NetworkInterface.getByInetAddress(LoopbackAddresses.of(v6).get(0)) != null;
    }

    private ClientConfiguration configuration(URI redirectUri, AuthorizationAgent agent) {
        ClientMetadata metadata = ClientMetadata.builder()
                .clientName("Test")
                .redirectUris(List.of(redirectUri))
                .build();
        return ClientConfiguration.builder("crm", world.serverUrl(), metadata)
                .agent(agent)
                .build();
    }

    private AuthorizationRequest request(URI redirectUri) {
        return request(world.as.http.uri("/authorize?state=s"), redirectUri);
    }

    private AuthorizationRequest request(URI uri, URI redirectUri) {
        return new AuthorizationRequest(
                uri,
                Issuer.of(world.as.issuer()),
                true,
                "app",
                Secret.of("s"),
                Secret.of("v"),
                redirectUri,
                ResourceIdentifier.canonical(world.serverUrl()),
                Scopes.NONE,
                null,
                world.clock.instant().plusSeconds(600));
    }
}
