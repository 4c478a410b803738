package org.mcpoauth.client.proof;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.mcpoauth.api.McpOAuthClient;
import org.mcpoauth.api.error.FailureCode;
import org.mcpoauth.api.error.OAuthErrorException;
import org.mcpoauth.api.error.ResponseViolationException;
import org.mcpoauth.api.token.PresentedToken;
import org.mcpoauth.client.scripted.Answer;
import org.mcpoauth.client.scripted.ProvenWorld;
import org.mcpoauth.client.scripted.ScriptedAuthorizationServer;
import org.mcpoauth.spi.McpOAuthRuntime;
import org.mcpoauth.spi.client.PossessionRules;
import org.mcpoauth.spi.client.PossessionRules.Mode;
import org.mcpoauth.spi.store.StateStore;

/** What happens when tokens come back without the binding that was asked for (RFC 9449, section 5). */
class PossessionRequiredTest {
    private static final PossessionRules REQUIRED = PossessionRules.DEFAULT.withMode(Mode.REQUIRED);
    private static final Duration AFTER_THE_END = Duration.ofSeconds(3600 + 20);
    private final ProvenWorld proven = new ProvenWorld();

    @AfterEach
    void close() {
        proven.close();
    }

    private McpOAuthClient client(PossessionRules rules) {
        return proven.world.runtime.client(
                proven.world.configuration().possession(rules).build());
    }

    private void assertMissing(McpOAuthClient client) {
        assertEquals(
                FailureCode.POSSESSION_MISSING,
                assertThrows(ResponseViolationException.class, client::accessToken)
                        .code());
    }

    private Set<String> revoked() {
        return proven.world.as.http.received("/revoke").stream()
                .map(request -> request.form("token"))
                .collect(Collectors.toSet());
    }

    /** Nobody will use what came, so it is given back. */
    @Test
    void aTokenThatIsNotBoundIsRefusedAndRevoked() {
        proven.binds = false;
        McpOAuthClient client = client(REQUIRED);
        assertMissing(client);
        assertTrue(client.storedToken().isEmpty());
        assertTrue(revoked().containsAll(proven.world.as.accessTokens.keySet()));
        assertTrue(revoked().containsAll(proven.world.as.refreshTokens.keySet()));
        assertEquals(2, revoked().size());
        assertTrue(proven.world.mcp.http.received("/mcp").stream()
                .allMatch(request -> request.header("Authorization").isEmpty()));
    }

    @Test
    void aRevocationThatFailsDoesNotHideTheReason() {
        proven.binds = false;
        proven.world.as.http.on("/revoke", Answer.of(503));
        assertMissing(client(REQUIRED));
    }

    /** RFC 9728, section 2: {@code dpop_bound_access_tokens_required}. */
    @Test
    void aResourceThatTakesNothingElseRequiresTheBinding() {
        proven.binds = false;
        proven.challengeScheme = "Bearer";
        DPoPGrantTest.offer(proven, "\"dpop_bound_access_tokens_required\":true");
        assertMissing(client(PossessionRules.DEFAULT));
    }

    /** A server that lists no algorithms is asked all the same, for the list is optional (RFC 9449, section 5.1). */
    @Test
    void aServerThatListsNothingIsAskedWhereTheBindingIsRequired() {
        proven.world.as.metadata.remove("dpop_signing_alg_values_supported");
        assertEquals(PresentedToken.Scheme.DPOP, client(REQUIRED).accessToken().scheme());
    }

    /** RFC 9449, section 5: a client may go on with a bearer token where nobody demands more. */
    @Test
    void aBearerTokenWillDoWhereTheResourceTakesBoth() {
        proven.binds = false;
        proven.challengeScheme = "Bearer";
        DPoPGrantTest.offer(proven, "\"dpop_signing_alg_values_supported\":[\"ES256\"]");
        assertEquals(
                PresentedToken.Scheme.BEARER,
                client(PossessionRules.DEFAULT).accessToken().scheme());
        assertEquals(Set.of(), revoked());
    }

    @Test
    void aRefreshThatLosesTheBindingIsRefusedAndRevoked() {
        McpOAuthClient client = client(PossessionRules.DEFAULT);
        client.accessToken();
        proven.binds = false;
        proven.world.clock.advance(AFTER_THE_END);
        assertMissing(client);
        assertEquals(2, revoked().size());
    }

    /** A token bound to a key that nobody showed could not be presented. */
    @Test
    void aBoundTokenThatWasNotAskedForIsRefused() {
        proven.world.as.http.on("/token", request -> bound(proven.world.as.grant(request)));
        assertEquals(
                FailureCode.INVALID_RESPONSE,
                assertThrows(
                                ResponseViolationException.class,
                                () -> client(PossessionRules.DEFAULT.withMode(Mode.OFF))
                                        .accessToken())
                        .code());
        assertEquals(2, revoked().size());
    }

    private static Answer bound(Answer answer) {
        return Answer.json(answer.status(), answer.body().replace("\"Bearer\"", "\"DPoP\""));
    }

    /** Bearer tokens of the time before the binding was configured are not used any more. */
    @Test
    void olderBearerTokensAreDropped() {
        StateStore store = proven.store();
        try (McpOAuthRuntime runtime = proven.runtime(store)) {
            runtime.client(proven.world
                            .configuration()
                            .possession(PossessionRules.DEFAULT.withMode(Mode.OFF))
                            .build())
                    .accessToken();
            McpOAuthClient strict = runtime.client(
                    proven.world.configuration().possession(REQUIRED).build());
            assertTrue(strict.storedToken().isEmpty());
            assertEquals(PresentedToken.Scheme.DPOP, strict.accessToken().scheme());
        }
    }

    @Test
    void theTokenEndpointIsNotAskedTwiceForABindingItRefused() {
        proven.world.as.http.on("/token", ScriptedAuthorizationServer.error(400, "invalid_dpop_proof"));
        assertThrows(OAuthErrorException.class, () -> client(REQUIRED).accessToken());
        assertEquals(1, proven.world.as.tokenRequests().size());
    }
}
