package org.mcpoauth.client.token;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mcpoauth.api.McpOAuthClient;
import org.mcpoauth.api.client.AccessToken;
import org.mcpoauth.api.error.AuthorizationRequiredException;
import org.mcpoauth.api.error.FailureCode;
import org.mcpoauth.api.error.OAuthErrorException;
import org.mcpoauth.api.error.TransportException;
import org.mcpoauth.client.scripted.Answer;
import org.mcpoauth.client.scripted.ScriptedAuthorizationServer;
import org.mcpoauth.client.scripted.ScriptedMcpServer;
import org.mcpoauth.client.scripted.World;

/** Refreshing (RFC 6749, section 6; OAuth 2.1, section 4.3). */
class RefreshTest {
    private static final Duration NEAR_THE_END = Duration.ofSeconds(3600 - 20);
    private static final Duration AFTER_THE_END = Duration.ofSeconds(3600 + 20);
    private final World world = new World();

    @AfterEach
    void close() {
        world.close();
    }

    private long count(String grantType) {
        return world.as.tokenRequests().stream()
                .filter(request -> request.form("grant_type").equals(grantType))
                .count();
    }

    /** Nobody waits for that as long as the old token serves. */
    @Test
    void aTokenIsRefreshedBeforeItEnds() throws Exception {
        McpOAuthClient client = world.client();
        String first = client.accessToken().value().reveal();
        world.clock.advance(NEAR_THE_END);
        world.work.hold();
        for (int i = 0; i < 3; i++) {
            assertEquals(first, client.accessToken().value().reveal());
        }
        assertEquals(0, count("refresh_token"));
        assertEquals(1, world.work.runHeld());
        world.call(client, "read");
        assertEquals(1, count("refresh_token"));
        assertFalse(world.mcp.http.last("/mcp").header("Authorization").contains(first));
        assertEquals(1, world.agent.requests.size());
    }

    @Test
    void manyThreadsCauseOneRequest() throws Exception {
        McpOAuthClient client = world.client();
        client.accessToken();
        world.clock.advance(AFTER_THE_END);
        ExecutorService pool = Executors.newFixedThreadPool(50);
        CountDownLatch start = new CountDownLatch(1);
        List<Future<String>> tokens = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            tokens.add(pool.submit(() -> {
                start.await();
                return client.accessToken().value().reveal();
            }));
        }
        start.countDown();
        String same = client.accessToken().value().reveal();
        for (Future<String> token : tokens) {
            assertEquals(same, token.get(20, TimeUnit.SECONDS));
        }
        pool.shutdown();
        assertEquals(1, count("refresh_token"));
        assertEquals(1, world.agent.requests.size());
    }

    @Test
    void manyThreadsCauseOneAuthorization() throws Exception {
        McpOAuthClient client = world.client();
        ExecutorService pool = Executors.newFixedThreadPool(50);
        List<Future<Integer>> calls = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            calls.add(pool.submit(() -> world.call(client, "read").statusCode()));
        }
        for (Future<Integer> call : calls) {
            assertEquals(200, call.get(20, TimeUnit.SECONDS));
        }
        pool.shutdown();
        assertEquals(1, world.agent.requests.size());
        assertEquals(1, world.as.tokenRequests().size());
        assertEquals(1, world.as.http.count("/register"));
    }

    @Test
    void anAnswerWithoutRefreshTokenKeepsTheOldOne() {
        world.as.rotatesRefreshTokens = false;
        McpOAuthClient client = world.client();
        client.accessToken();
        world.as.issuesRefreshTokens = false;
        for (int i = 0; i < 3; i++) {
            world.clock.advance(AFTER_THE_END);
            client.accessToken();
        }
        assertEquals(3, count("refresh_token"));
        assertEquals(
                1,
                world.as.tokenRequests().stream()
                        .skip(1)
                        .map(request -> request.form("refresh_token"))
                        .distinct()
                        .count());
    }

    @Test
    void aRotatedRefreshTokenReplacesTheOldOne() {
        McpOAuthClient client = world.client();
        client.accessToken();
        for (int i = 0; i < 3; i++) {
            world.clock.advance(AFTER_THE_END);
            client.accessToken();
        }
        assertEquals(3, count("refresh_token"));
        assertEquals(1, world.agent.requests.size());
    }

    /** A server need not issue refresh tokens (MCP authorization, "Refresh Tokens"). */
    @Test
    void withoutRefreshTokenTheUserIsAskedAgain() throws Exception {
        world.as.issuesRefreshTokens = false;
        McpOAuthClient client = world.client();
        world.call(client, "read");
        world.clock.advance(NEAR_THE_END);
        world.call(client, "read");
        assertEquals(1, world.agent.requests.size());
        world.clock.advance(Duration.ofMinutes(1));
        world.call(client, "read");
        assertEquals(2, world.agent.requests.size());
    }

    @ParameterizedTest
    @ValueSource(strings = {"invalid_grant", "unauthorized_client", "invalid_target"})
    void aRefusedRefreshTokenLeadsToANewAuthorization(String error) throws Exception {
        McpOAuthClient client = world.client();
        world.call(client, "read");
        world.clock.advance(AFTER_THE_END);
        world.as.token = request -> request.form("grant_type").equals("refresh_token")
                ? ScriptedAuthorizationServer.error(400, error)
                : world.as.grant(request);
        assertEquals(200, world.call(client, "read").statusCode());
        assertEquals(2, world.agent.requests.size());
    }

    /** A server in trouble is no reason to throw the grant of the user away. */
    @ParameterizedTest
    @ValueSource(strings = {"503 ", "500 server_error", "400 temporarily_unavailable", "503 temporarily_unavailable"})
    void troubleOfTheServerKeepsTheRefreshToken(String trouble) {
        McpOAuthClient client = world.client();
        client.accessToken();
        String[] parts = trouble.split(" ", -1);
        world.as.token = request -> parts[1].isEmpty()
                ? Answer.of(Integer.parseInt(parts[0]))
                : ScriptedAuthorizationServer.error(Integer.parseInt(parts[0]), parts[1]);
        world.clock.advance(AFTER_THE_END);
        assertThrows(org.mcpoauth.api.error.McpOAuthException.class, client::accessToken);
        world.as.token = world.as::grant;
        world.clock.advance(Duration.ofSeconds(2));
        client.accessToken();
        assertEquals(1, world.agent.requests.size());
    }

    @Test
    void aTokenThatStillLivesServesWhileTheServerDoesNot() throws Exception {
        McpOAuthClient client = world.client();
        String first = client.accessToken().value().reveal();
        world.as.token = request -> Answer.of(503);
        world.clock.advance(NEAR_THE_END);
        assertEquals(first, client.accessToken().value().reveal());
        assertEquals(200, world.call(client, "read").statusCode());
        world.clock.advance(Duration.ofMinutes(1));
        TransportException failed = assertThrows(TransportException.class, client::accessToken);
        assertEquals(FailureCode.RESPONSE_STATUS_UNEXPECTED, failed.code());
    }

    /** Another node, to which the lease of this one was over, has refreshed; its token is used, not deleted. */
    @Test
    void aNewerTokenIsNeverDeleted() {
        McpOAuthClient here = world.client();
        McpOAuthClient there = world.node().client(world.configuration().build());
        here.accessToken();
        world.clock.advance(AFTER_THE_END);
        List<AccessToken> newer = new CopyOnWriteArrayList<>();
        world.as.token = request -> {
            world.as.token = world.as::grant;
            world.clock.advance(Duration.ofSeconds(26));
            newer.add(there.accessToken());
            return ScriptedAuthorizationServer.error(400, "invalid_grant");
        };
        AccessToken got = here.accessToken();
        assertEquals(newer.get(0).value(), got.value());
        assertEquals(newer.get(0).value(), here.storedToken().orElseThrow().value());
        assertEquals(1, world.agent.requests.size());
    }

    /** The metadata of the resource are where its challenge said, also when nobody challenges. */
    @Test
    void metadataAtAPlaceOfItsOwnAreFoundAgain() {
        world.mcp.http.off(ScriptedMcpServer.PATH_METADATA);
        String place = world.mcp.http.origin() + "/custom/location.json";
        world.mcp.http.on(
                "/custom/location.json",
                request -> Answer.json(200, world.mcp.metadata(world.serverUrl().toString())));
        world.mcp.http.on(
                "/mcp",
                request -> request.header("Authorization").isEmpty()
                        ? Answer.challenge(401, "Bearer resource_metadata=\"" + place + "\"")
                        : world.mcp.judge(request));
        McpOAuthClient client = world.client();
        client.accessToken();
        world.clock.advance(AFTER_THE_END);
        client.accessToken();
        assertEquals(1, count("refresh_token"));
        client.revoke();
        assertEquals(2, world.as.http.count("/revoke"));
    }

    @Test
    void aTokenThatIsRefusedIsRefreshedOnceAndThenAskedForAnew() throws Exception {
        McpOAuthClient client = world.client();
        world.call(client, "read");
        world.mcp.refuse(client.accessToken().value().reveal());
        assertEquals(200, world.call(client, "read").statusCode());
        assertEquals(1, count("refresh_token"));
        assertEquals(1, world.agent.requests.size());

        world.mcp.tokenBearing = request -> {
            boolean authorizedAnew = world.agent.requests.size() > 1;
            return authorizedAnew ? world.mcp.judge(request) : world.mcp.challenge();
        };
        assertEquals(200, world.call(client, "read").statusCode());
        assertEquals(2, count("refresh_token"));
        assertEquals(2, world.agent.requests.size());
    }

    /** A thread that wants a refresh and one that was refused take turns; neither ends in nothing. */
    @Test
    void aRefusedRefreshDoesNotLeaveOthersWithoutTokens() throws Exception {
        McpOAuthClient client = world.client();
        world.call(client, "read");
        world.clock.advance(AFTER_THE_END);
        world.as.token = request -> request.form("grant_type").equals("refresh_token")
                ? ScriptedAuthorizationServer.error(400, "invalid_grant")
                : world.as.grant(request);
        ExecutorService pool = Executors.newFixedThreadPool(20);
        List<Future<Integer>> calls = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            calls.add(pool.submit(() -> world.call(client, "read").statusCode()));
        }
        for (Future<Integer> call : calls) {
            assertEquals(200, call.get(20, TimeUnit.SECONDS));
        }
        pool.shutdown();
        assertEquals(2, world.agent.requests.size());
    }

    @Test
    void aLostRegistrationIsMadeAnewOnce() throws Exception {
        McpOAuthClient client = world.client();
        world.call(client, "read");
        String lost = world.as.tokenRequests().get(0).form("client_id");
        world.clock.advance(AFTER_THE_END);
        world.as.token = request -> request.form("client_id").equals(lost)
                ? ScriptedAuthorizationServer.error(401, "invalid_client")
                : world.as.grant(request);
        assertEquals(200, world.call(client, "read").statusCode());
        assertEquals(2, world.as.http.count("/register"));
        assertEquals(2, world.agent.requests.size());
    }

    @Test
    void aServerThatKnowsNoClientEndsInAnExceptionSoon() {
        world.as.token = request -> ScriptedAuthorizationServer.error(401, "invalid_client");
        OAuthErrorException refused = assertThrows(OAuthErrorException.class, () -> world.call(world.client(), "read"));
        assertEquals("invalid_client", refused.error().value());
        assertEquals(401, refused.status());
        assertEquals(2, world.as.http.count("/register"));
        assertEquals(2, world.as.tokenRequests().size());
    }

    @Test
    void wrongConfiguredCredentialsDoNotCostTheGrant() {
        McpOAuthClient client = world.runtime.client(
                world.configuration().clientId("configured").build());
        client.accessToken();
        world.clock.advance(AFTER_THE_END);
        world.as.token = request -> ScriptedAuthorizationServer.error(401, "invalid_client");
        assertThrows(OAuthErrorException.class, client::accessToken);
        world.as.token = world.as::grant;
        world.clock.advance(Duration.ofSeconds(2));
        client.accessToken();
        assertEquals(1, world.agent.requests.size());
    }

    @Test
    void withoutAnAgentTheEndOfTheTokensAsksForTheUser() throws Exception {
        McpOAuthClient client =
                world.runtime.client(world.configuration().agent(null).build());
        AuthorizationRequiredException required =
                assertThrows(AuthorizationRequiredException.class, () -> world.call(client, "read"));
        assertTrue(required.authorizationUri()
                .orElseThrow()
                .toString()
                .startsWith(world.as.http.uri("/authorize").toString()));
    }
}
