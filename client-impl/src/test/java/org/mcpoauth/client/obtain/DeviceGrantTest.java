package org.mcpoauth.client.obtain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mcpoauth.api.Issuer;
import org.mcpoauth.api.McpOAuthClient;
import org.mcpoauth.api.ResourceIdentifier;
import org.mcpoauth.api.Scopes;
import org.mcpoauth.api.client.ClientAuthentication;
import org.mcpoauth.api.client.DeviceAuthorization;
import org.mcpoauth.api.client.Grant;
import org.mcpoauth.api.client.Grants;
import org.mcpoauth.api.client.RegisteredClient;
import org.mcpoauth.api.client.TokenResponse;
import org.mcpoauth.api.error.AuthorizationRequiredException;
import org.mcpoauth.api.error.ConfigurationException;
import org.mcpoauth.api.error.ErrorCode;
import org.mcpoauth.api.error.FailureCode;
import org.mcpoauth.api.error.OAuthErrorException;
import org.mcpoauth.api.error.ResponseViolationException;
import org.mcpoauth.api.error.TransportException;
import org.mcpoauth.api.metadata.AuthorizationServerMetadata;
import org.mcpoauth.api.metadata.ClientInformation;
import org.mcpoauth.client.scripted.Answer;
import org.mcpoauth.client.scripted.ManualWaiting;
import org.mcpoauth.client.scripted.Received;
import org.mcpoauth.client.scripted.ScriptedAuthorizationServer;
import org.mcpoauth.client.scripted.World;
import org.mcpoauth.spi.ClientConfiguration;
import org.mcpoauth.spi.ClientConfiguration.GrantKind;

/** A user with another device, and the pace at which the answer is asked for (RFC 8628, sections 3.4 and 3.5). */
class DeviceGrantTest {
    private static final Duration FIVE = Duration.ofSeconds(5);
    private static final Duration TEN = Duration.ofSeconds(10);

    private final World world = new World();
    private final List<DeviceAuthorization> shown = new ArrayList<>();
    private final List<Duration> pauses = new ArrayList<>();
    private final Deque<Answer> answers = new ArrayDeque<>();

    @BeforeEach
    void script() {
        deviceAnswer("");
        world.as.token = request -> answers.isEmpty() ? world.as.issue("mcp:basic") : answers.remove();
    }

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void theUserIsShownThePageAndTheCode() {
        TokenResponse tokens = obtain();
        assertTrue(tokens.accessToken().reveal().startsWith("at-"));
        DeviceAuthorization authorization = shown.get(0);
        assertEquals("WDJB-MJHT", authorization.userCode().reveal());
        assertEquals(world.as.http.uri("/verify"), authorization.verificationUri());
        Received start = world.as.http.last("/device");
        assertEquals("mcp:basic", start.form("scope"));
        assertEquals(world.serverUrl().toString(), start.form("resource"));
        Received poll = world.as.tokenRequests().get(0);
        assertEquals("urn:ietf:params:oauth:grant-type:device_code", poll.form("grant_type"));
        assertEquals("device-1", poll.form("device_code"));
        assertEquals(world.serverUrl().toString(), poll.form("resource"));
        assertEquals("app", start.form("client_id"));
        assertEquals("app", poll.form("client_id"));
    }

    @Test
    void theAnswerIsAskedForAtTheIntervalOfTheServer() {
        deviceAnswer(",\"interval\":7");
        pending(2);
        obtain();
        assertEquals(List.of(Duration.ofSeconds(7), Duration.ofSeconds(7), Duration.ofSeconds(7)), pauses);
    }

    @Test
    void withoutIntervalItIsFiveSeconds() {
        pending(1);
        obtain();
        assertEquals(List.of(FIVE, FIVE), pauses);
    }

    /** The increase holds for this and all subsequent requests. */
    @Test
    void slowDownAddsFiveSecondsForGood() {
        answers.add(ScriptedAuthorizationServer.error(400, "slow_down"));
        pending(1);
        answers.add(ScriptedAuthorizationServer.error(400, "slow_down"));
        obtain();
        assertEquals(List.of(FIVE, TEN, TEN, Duration.ofSeconds(15)), pauses);
    }

    @Test
    void aServerInTroubleIsAskedLessAndLess() {
        answers.add(Answer.of(503));
        answers.add(Answer.of(429));
        obtain();
        assertEquals(List.of(FIVE, TEN, Duration.ofSeconds(20)), pauses);
    }

    @Test
    void nobodyIsAskedForLongerThanTheCodeLives() {
        pending(1000);
        AuthorizationRequiredException failure = assertThrows(AuthorizationRequiredException.class, this::obtain);
        assertTrue(String.valueOf(failure.getMessage()).contains("has to be asked once more"));
        assertEquals(23, pauses.size());
        assertEquals(23, world.as.tokenRequests().size());
    }

    @Test
    void aCodeThatEndsEarlyIsForTheUserToRepeat() {
        answers.add(ScriptedAuthorizationServer.error(400, "expired_token"));
        assertThrows(AuthorizationRequiredException.class, this::obtain);
        assertEquals(1, world.as.tokenRequests().size());
    }

    @Test
    void aUserWhoRefusesIsNotAskedAgain() {
        pending(1);
        answers.add(ScriptedAuthorizationServer.error(400, "access_denied"));
        OAuthErrorException failure = assertThrows(OAuthErrorException.class, this::obtain);
        assertEquals(ErrorCode.ACCESS_DENIED, failure.error());
        assertEquals(2, world.as.tokenRequests().size());
    }

    @Test
    void interruptionEndsTheWait() {
        pending(1000);
        TransportException failure = assertThrows(
                TransportException.class,
                () -> obtain(time -> {
                    throw new InterruptedException();
                }));
        assertEquals(FailureCode.INTERRUPTED, failure.code());
        assertTrue(Thread.interrupted());
        assertTrue(world.as.tokenRequests().isEmpty());
    }

    @Test
    void aServerWithoutDevicesIsNotAsked() {
        world.as.metadata.remove("device_authorization_endpoint");
        assertThrows(ResponseViolationException.class, this::obtain);
        assertTrue(shown.isEmpty());
    }

    /** The whole client, in a time that passes only while it waits. */
    @Test
    void aCallWaitsForTheUser() throws Exception {
        pending(2);
        Instant start = world.clock.instant();
        McpOAuthClient client = world.node(new ManualWaiting(world.clock)).client(configuration());
        assertEquals(200, world.call(client, "read").statusCode());
        assertEquals(1, shown.size());
        assertEquals(FIVE.multipliedBy(3), Duration.between(start, world.clock.instant()));
        assertEquals(0, world.as.http.count("/authorize"));
        world.clock.advance(Duration.ofHours(2));
        world.as.token = world.as::grant;
        assertEquals(200, world.call(client, "read").statusCode());
        assertEquals("refresh_token", world.as.tokenRequests().get(3).form("grant_type"));
        assertEquals(1, shown.size());
    }

    @Test
    void somebodyMustShowTheCode() {
        ClientConfiguration.Builder builder = world.configuration().grant(GrantKind.DEVICE);
        assertEquals(
                "grant",
                assertThrows(ConfigurationException.class, builder::build).key());
    }

    @Test
    void noTextShowsACode() {
        obtain();
        String text = shown.toString();
        for (String secret : List.of("WDJB", "device-1")) {
            assertFalse(text.contains(secret), text);
        }
    }

    private void pending(int times) {
        Stream.generate(() -> ScriptedAuthorizationServer.error(400, "authorization_pending"))
                .limit(times)
                .forEach(answers::add);
    }

    private void deviceAnswer(String further) {
        world.as.http.on(
                "/device",
                Answer.json(
                        200,
                        "{\"device_code\":\"device-1\",\"user_code\":\"WDJB-MJHT\",\"verification_uri\":\""
                                + world.as.http.uri("/verify") + "\",\"expires_in\":120" + further + "}"));
    }

    private TokenResponse obtain() {
        return obtain(time -> {});
    }

    /** The steps of the grant in a time that passes only while it waits. */
    private TokenResponse obtain(Pause pause) {
        Grants grants = world.runtime.grants();
        RegisteredClient client = client();
        DeviceAuthorization authorization = grants.deviceAuthorization(client, Scopes.of("mcp:basic"), resource());
        shown.add(authorization);
        DevicePolling polling = new DevicePolling(authorization, world.clock, time -> {
            pause.of(time);
            pauses.add(time);
            world.clock.advance(time);
        });
        Grant grant = new Grant.DeviceCode(authorization.deviceCode(), resource());
        return polling.until(() -> grants.token(client, grant, null));
    }

    private RegisteredClient client() {
        AuthorizationServerMetadata server =
                world.runtime.discovery().authorizationServer(Issuer.of(world.as.issuer()));
        return new RegisteredClient(
                server,
                ClientInformation.of(server.issuer(), "app", null, World.metadata()),
                new ClientAuthentication.None());
    }

    private ResourceIdentifier resource() {
        return ResourceIdentifier.canonical(world.serverUrl());
    }

    private ClientConfiguration configuration() {
        return world.configuration()
                .grant(GrantKind.DEVICE)
                .sources(sources -> sources.withDevice(shown::add))
                .build();
    }
}
