package org.mcpoauth.client.call;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.mcpoauth.api.McpOAuthClient;
import org.mcpoauth.api.Scopes;
import org.mcpoauth.api.error.ChallengeException;
import org.mcpoauth.api.error.FailureCode;
import org.mcpoauth.api.error.OAuthErrorException;
import org.mcpoauth.api.error.ResponseViolationException;
import org.mcpoauth.client.scripted.Answer;
import org.mcpoauth.client.scripted.ScriptedMcpServer;
import org.mcpoauth.client.scripted.World;
import org.mcpoauth.spi.client.StepUpGate;

/** More scopes on demand (MCP authorization, "Step-Up Authorization Flow"). */
class StepUpTest {
    private final World world = new World();

    @AfterEach
    void close() {
        world.close();
    }

    private List<String> scopes() {
        return world.as.http.received("/authorize").stream()
                .map(request -> request.parameter("scope"))
                .toList();
    }

    @Test
    void theSecondRequestAsksForTheUnion() throws Exception {
        world.mcp.challengeScope = "mcp:basic";
        world.mcp.writeScope = "mcp:write";
        McpOAuthClient client = world.client();
        world.call(client, "read");
        assertEquals(200, world.call(client, "write").statusCode());
        assertEquals(List.of("mcp:basic", "mcp:basic mcp:write"), scopes());
        assertEquals(1, world.as.http.count("/register"));
        assertEquals(200, world.call(client, "write").statusCode());
        assertEquals(2, scopes().size());
    }

    /** What was granted beyond the request is kept as well. */
    @Test
    void grantedScopesAreKept() throws Exception {
        world.mcp.challengeScope = "asked";
        world.mcp.writeScope = "mcp:write";
        world.as.token = request -> {
            Answer answer = world.as.grant(request);
            return Answer.json(200, answer.body().replace("}", ",\"scope\":\"granted\"}"));
        };
        world.call(world.client(), "write");
        assertEquals(List.of("asked", "asked granted mcp:write"), scopes());
    }

    /** Each demand is new, so only their number can end them. */
    @Test
    void askingEndsAfterTwoStepUps() {
        world.mcp.tokenBearing = request -> world.mcp.insufficient("mcp:" + scopes().size());
        ChallengeException refused = assertThrows(ChallengeException.class, () -> world.call(world.client(), "read"));
        assertEquals(403, refused.status());
        assertEquals(3, scopes().size());
        assertEquals(
                List.of("mcp:3"),
                refused.challenges().all().get(0).scopes().orElseThrow().toList());
    }

    /** A user who has granted a scope cannot do more about it. */
    @Test
    void nobodyIsAskedForWhatIsGranted() {
        world.mcp.tokenBearing = request -> world.mcp.insufficient("mcp:admin");
        McpOAuthClient client = world.client();
        assertThrows(ChallengeException.class, () -> world.call(client, "read"));
        assertEquals(2, scopes().size());
        assertThrows(ChallengeException.class, () -> world.call(client, "read"));
        assertEquals(2, scopes().size());
    }

    /** A withheld scope may be asked for again, but not in the same ten minutes; users change their minds. */
    @Test
    void whatWasWithheldIsAskedForOnceInTenMinutes() {
        world.mcp.challengeScope = "mcp:basic mcp:admin";
        world.mcp.tokenBearing = request -> world.mcp.insufficient("mcp:admin");
        world.as.expiresIn = "";
        world.as.token = request -> {
            Answer answer = world.as.grant(request);
            return Answer.json(200, answer.body().replace("}", ",\"scope\":\"mcp:basic\"}"));
        };
        McpOAuthClient client = world.client();
        assertThrows(ChallengeException.class, () -> world.call(client, "read"));
        assertEquals(2, scopes().size());
        assertThrows(ChallengeException.class, () -> world.call(client, "read"));
        assertEquals(2, scopes().size());
        world.clock.advance(Duration.ofMinutes(11));
        assertThrows(ChallengeException.class, () -> world.call(client, "read"));
        assertEquals(3, scopes().size());
    }

    /** What was of use is not held against the next time, as where users must authenticate every minute. */
    @Test
    void stepUpsThatHelpedAreNotCounted() throws Exception {
        McpOAuthClient client = world.client();
        for (int round = 0; round < 5; round++) {
            AtomicBoolean isDemanded = new AtomicBoolean();
            world.mcp.tokenBearing = request -> isDemanded.getAndSet(true)
                    ? world.mcp.judge(request)
                    : Answer.challenge(401, "Bearer error=\"insufficient_user_authentication\", max_age=\"60\"");
            assertEquals(200, world.call(client, "pay").statusCode());
        }
        assertEquals(6, scopes().size());
    }

    /** Other users and other demands have attempts of their own. */
    @Test
    void theAttemptsOfOneUserAreNotThoseOfAnother() {
        world.mcp.tokenBearing =
                request -> Answer.challenge(401, "Bearer error=\"insufficient_user_authentication\", max_age=\"60\"");
        McpOAuthClient client = world.client();
        assertThrows(ChallengeException.class, () -> world.call(client.as(() -> "alice"), "pay"));
        assertEquals(3, scopes().size());
        assertThrows(ChallengeException.class, () -> world.call(client.as(() -> "alice"), "pay"));
        assertEquals(3, scopes().size());
        assertThrows(ChallengeException.class, () -> world.call(client.as(() -> "bob"), "pay"));
        assertEquals(6, scopes().size());
    }

    @Test
    void aUserWhoRefusesIsNotAskedForEver() {
        world.mcp.writeScope = "mcp:write";
        world.mcp.challengeScope = "mcp:basic";
        McpOAuthClient client = world.client();
        world.agent.tampering = redirect -> redirect.contains("code=") && scopes().size() > 1
                ? redirect.replaceFirst("code=[^&]*", "error=access_denied")
                : redirect;
        for (int call = 0; call < 2; call++) {
            assertThrows(OAuthErrorException.class, () -> world.call(client, "write"));
        }
        assertThrows(ChallengeException.class, () -> world.call(client, "write"));
        assertEquals(3, scopes().size());
    }

    /** The host sees one question, however many callers wait for the answer. */
    @Test
    void theGateIsAskedOnceForManyCallers() throws Exception {
        int callers = 8;
        world.mcp.challengeScope = "mcp:basic";
        world.call(world.client(), "read");
        CountDownLatch challenged = new CountDownLatch(callers);
        world.mcp.tokenBearing = request -> {
            Answer answer = world.mcp.judge(request);
            if (answer.status() == 403) {
                challenged.countDown();
            }
            return answer;
        };
        world.mcp.writeScope = "mcp:write";
        AtomicInteger asked = new AtomicInteger();
        McpOAuthClient client = world.runtime.client(world.configuration()
                .stepUpGate((resource, wanted) -> {
                    asked.incrementAndGet();
                    return awaited(challenged);
                })
                .build());
        List<Integer> statuses = new CopyOnWriteArrayList<>();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < callers; i++) {
            Thread thread = new Thread(() -> {
                try {
                    statuses.add(world.call(client, "write").statusCode());
                } catch (java.io.IOException | InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            });
            threads.add(thread);
            thread.start();
        }
        for (Thread thread : threads) {
            thread.join(30_000);
        }
        assertEquals(Collections.nCopies(callers, 200), statuses);
        assertEquals(1, asked.get());
        assertEquals(2, scopes().size());
    }

    private static boolean awaited(CountDownLatch latch) {
        try {
            return latch.await(20, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            return false;
        }
    }

    @Test
    void theLimitCanBeSetToNothing() {
        world.mcp.tokenBearing = request -> world.mcp.insufficient("mcp:admin");
        McpOAuthClient client =
                world.runtime.client(world.configuration().maxStepUps(0).build());
        assertThrows(ChallengeException.class, () -> world.call(client, "read"));
        assertEquals(1, scopes().size());
    }

    @Test
    void theGateIsAskedWithTheUnionAndCanRefuse() {
        world.mcp.challengeScope = "mcp:basic";
        world.mcp.writeScope = "mcp:write";
        List<Scopes> asked = new CopyOnWriteArrayList<>();
        McpOAuthClient client = world.runtime.client(world.configuration()
                .stepUpGate((resource, wanted) -> {
                    asked.add(wanted);
                    return StepUpGate.NEVER.allows(resource, wanted);
                })
                .build());
        assertThrows(ChallengeException.class, () -> world.call(client, "write"));
        assertEquals(List.of(Scopes.of("mcp:basic", "mcp:write")), asked);
        assertEquals(1, scopes().size());
    }

    /** A 403 may as well be about an Origin; only the challenge makes it a step-up. */
    @Test
    void aRefusalThatAsksForNothingGoesToTheApplication() throws Exception {
        for (Answer answer : List.of(
                Answer.text(403, "text/plain", "no"),
                Answer.text(403, "text/plain", "no").with("WWW-Authenticate", "Bearer error=\"invalid_token\""),
                Answer.text(403, "text/plain", "no").with("WWW-Authenticate", "Basic error=\"insufficient_scope\""))) {
            try (World other = new World()) {
                other.mcp.tokenBearing = request -> answer;
                HttpResponse<String> response = other.call(other.client(), "read");
                assertEquals(403, response.statusCode());
                assertEquals("no", response.body());
                assertEquals(1, other.agent.requests.size());
            }
        }
    }

    /** The challenge of a step-up often does not say again where the metadata are. */
    @Test
    void metadataAtAPlaceOfItsOwnAreFoundAgain() throws Exception {
        world.mcp.http.off(ScriptedMcpServer.PATH_METADATA);
        String place = world.mcp.http.origin() + "/custom/location.json";
        world.mcp.http.on(
                "/custom/location.json",
                request -> Answer.json(200, world.mcp.metadata(world.serverUrl().toString())));
        world.mcp.http.on(
                "/mcp",
                request -> request.header("Authorization").isEmpty()
                        ? Answer.challenge(401, "Bearer resource_metadata=\"" + place + "\", scope=\"a\"")
                        : world.mcp.judge(request));
        world.mcp.writeScope = "mcp:write";
        assertEquals(200, world.call(world.client(), "write").statusCode());
        assertEquals(List.of("a", "a mcp:write"), scopes());
    }

    @Test
    void scopesWithoutEndAreAViolation() {
        world.mcp.challengeScope = many("a");
        world.mcp.tokenBearing = request -> world.mcp.insufficient(many("b"));
        ResponseViolationException refused =
                assertThrows(ResponseViolationException.class, () -> world.call(world.client(), "read"));
        assertEquals(FailureCode.INVALID_RESPONSE, refused.code());
    }

    /** Two threads that lack different scopes end with tokens that have both. */
    @Test
    void parallelStepUpsDoNotUndoEachOther() throws Exception {
        world.mcp.challengeScope = "basic";
        world.mcp.tokenBearing = request -> {
            String token = request.header("Authorization").replace("Bearer ", "");
            String granted = world.as.accessTokens.getOrDefault(token, "");
            Set<String> has = Set.of(granted.split(" ", -1));
            return has.contains(request.body()) ? Answer.json(200, "{}") : world.mcp.insufficient(request.body());
        };
        McpOAuthClient client = world.client();
        world.call(client, "basic");
        List<Thread> threads = new ArrayList<>();
        List<Integer> statuses = new CopyOnWriteArrayList<>();
        for (String scope : List.of("one", "two")) {
            Thread thread = new Thread(() -> {
                try {
                    statuses.add(world.call(client, scope).statusCode());
                } catch (java.io.IOException | InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            });
            threads.add(thread);
            thread.start();
        }
        for (Thread thread : threads) {
            thread.join(20_000);
        }
        assertEquals(List.of(200, 200), statuses);
        Set<String> last = Set.of(scopes().get(scopes().size() - 1).split(" ", -1));
        assertTrue(last.containsAll(Set.of("basic", "one", "two")), String.valueOf(scopes()));
        assertFalse(scopes().size() > 3, String.valueOf(scopes()));
    }

    private static String many(String prefix) {
        StringBuilder scopes = new StringBuilder();
        for (int i = 0; i < 200; i++) {
            scopes.append(i == 0 ? "" : " ").append(prefix + i);
        }
        return scopes.toString();
    }
}
