package org.mcpoauth.client.call;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mcpoauth.api.McpOAuthClient;
import org.mcpoauth.api.Secret;
import org.mcpoauth.api.client.Parameters;
import org.mcpoauth.api.error.AuthorizationRequiredException;
import org.mcpoauth.api.error.ChallengeException;
import org.mcpoauth.api.metadata.ClientMetadata;
import org.mcpoauth.client.scripted.Answer;
import org.mcpoauth.client.scripted.HeadlessAgent;
import org.mcpoauth.client.scripted.Received;
import org.mcpoauth.client.scripted.World;
import org.mcpoauth.spi.ClientConfiguration;
import org.mcpoauth.spi.ClientConfiguration.GrantKind;

/** The resource wants its user to authenticate in another way or anew (RFC 9470, sections 3 and 4). */
class StepUpAuthenticationTest {
    private static final String DEMAND =
            "Bearer error=\"insufficient_user_authentication\", acr_values=\"urn:mfa urn:pin\", max_age=\"60\"";

    private final World world = new World();

    @AfterEach
    void close() {
        world.close();
    }

    /** A token serves for writing only if its authorization was the one that was demanded. */
    private void demandFor(String word, int status, String challenge) {
        AtomicInteger demanded = new AtomicInteger();
        world.mcp.tokenBearing = request -> {
            boolean isDone = authorizations().stream().anyMatch(each -> each.hasParameter("acr_values"));
            return request.body().contains(word) && !isDone && demanded.incrementAndGet() > 0
                    ? Answer.challenge(status, challenge)
                    : world.mcp.judge(request);
        };
    }

    private List<Received> authorizations() {
        return world.as.http.received("/authorize");
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 403})
    void theUserIsAskedAsDemandedAndNothingIsRefreshed(int status) throws Exception {
        demandFor("pay", status, DEMAND);
        world.mcp.challengeScope = "mcp:basic";
        McpOAuthClient client = world.client();
        world.call(client, "read");
        assertEquals(200, world.call(client, "pay").statusCode());
        assertEquals(2, authorizations().size());
        Received second = authorizations().get(1);
        assertEquals("urn:mfa urn:pin", second.parameter("acr_values"));
        assertEquals("60", second.parameter("max_age"));
        assertEquals("mcp:basic", second.parameter("scope"));
        assertTrue(world.as.tokenRequests().stream()
                .allMatch(each -> each.form("grant_type").equals("authorization_code")));
        assertEquals(200, world.call(client, "pay").statusCode());
        assertEquals(2, authorizations().size());
    }

    @Test
    void theFirstAuthorizationHasNoSuchDemand() throws Exception {
        world.call(world.client(), "read");
        assertTrue(authorizations().stream()
                .noneMatch(each -> each.hasParameter("acr_values") || each.hasParameter("max_age")));
    }

    @Test
    void theDemandWinsOverTheConfiguration() throws Exception {
        demandFor("pay", 401, DEMAND);
        McpOAuthClient client = world.runtime.client(world.configuration()
                .additionalParameters(Parameters.builder()
                        .add("max_age", "3600")
                        .add("ui_locales", "de")
                        .build())
                .build());
        assertEquals(200, world.call(client, "pay").statusCode());
        assertEquals("3600", authorizations().get(0).parameter("max_age"));
        assertEquals("60", authorizations().get(1).parameter("max_age"));
        assertEquals("de", authorizations().get(1).parameter("ui_locales"));
    }

    @Test
    void askingEndsAfterTwoStepUps() {
        world.mcp.tokenBearing = request -> Answer.challenge(401, DEMAND);
        ChallengeException refused = assertThrows(ChallengeException.class, () -> world.call(world.client(), "pay"));
        assertEquals(401, refused.status());
        assertEquals(
                List.of("urn:mfa", "urn:pin"), refused.challenges().all().get(0).acrValues());
        assertEquals(3, authorizations().size());
    }

    /** The token stays good for everything else. */
    @Test
    void withoutAnAgentTheApplicationGetsTheUrl() throws Exception {
        McpOAuthClient client =
                world.runtime.client(ClientConfiguration.builder("crm", world.serverUrl(), World.metadata())
                        .build());
        world.mcp.tokenBearing =
                request -> request.body().contains("pay") ? Answer.challenge(401, DEMAND) : world.mcp.judge(request);
        AuthorizationRequiredException first =
                assertThrows(AuthorizationRequiredException.class, () -> world.call(client, "read"));
        client.completeAuthorization(
                URI.create(HeadlessAgent.open(first.authorizationUri().orElseThrow())));
        AuthorizationRequiredException stepUp =
                assertThrows(AuthorizationRequiredException.class, () -> world.call(client, "pay"));
        String query = stepUp.authorizationUri().orElseThrow().getRawQuery();
        assertTrue(query.contains("acr_values=urn%3Amfa"));
        assertTrue(query.contains("max_age=60"));
        assertEquals(200, world.call(client, "read").statusCode());
    }

    /** A client that acts for itself has nobody who could authenticate. */
    @Test
    void withoutAUserTheChallengeIsAnException() {
        world.mcp.tokenBearing = request -> Answer.challenge(401, DEMAND);
        world.as.metadata.put("token_endpoint_auth_methods_supported", "[\"client_secret_basic\"]");
        McpOAuthClient client = world.runtime.client(ClientConfiguration.builder(
                        "crm",
                        world.serverUrl(),
                        ClientMetadata.builder().clientName("Service").build())
                .clientId("service")
                .clientSecret(Secret.of("service-secret"))
                .grant(GrantKind.CLIENT_CREDENTIALS)
                .build());
        assertThrows(ChallengeException.class, () -> world.call(client, "pay"));
        assertEquals(1, world.as.tokenRequests().size());
    }
}
