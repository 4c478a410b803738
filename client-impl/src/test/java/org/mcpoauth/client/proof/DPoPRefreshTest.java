package org.mcpoauth.client.proof;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.mcpoauth.api.McpOAuthClient;
import org.mcpoauth.api.Scopes;
import org.mcpoauth.api.client.DPoPKey;
import org.mcpoauth.api.error.FailureCode;
import org.mcpoauth.api.error.ResponseViolationException;
import org.mcpoauth.api.token.PresentedToken;
import org.mcpoauth.client.scripted.HeadlessAgent;
import org.mcpoauth.client.scripted.Proof;
import org.mcpoauth.client.scripted.ProvenWorld;
import org.mcpoauth.client.scripted.Received;
import org.mcpoauth.spi.McpOAuthRuntime;
import org.mcpoauth.spi.client.PossessionRules;
import org.mcpoauth.spi.store.StateStore;

/** Bound refresh tokens, and keys that outlive a process or do not (RFC 9449, section 5). */
class DPoPRefreshTest {
    private static final Duration AFTER_THE_END = Duration.ofSeconds(3600 + 20);
    private volatile @Nullable DPoPKey inFile;
    private final ProvenWorld proven = new ProvenWorld();
    private final StateStore store = proven.store();

    @AfterEach
    void close() {
        proven.close();
    }

    private McpOAuthClient client(McpOAuthRuntime runtime, PossessionRules rules) {
        return runtime.client(proven.world.configuration().possession(rules).build());
    }

    private List<Received> refreshes() {
        return proven.world.as.tokenRequests().stream()
                .filter(request -> request.form("grant_type").equals("refresh_token"))
                .toList();
    }

    @Test
    void aRefreshIsProvenWithTheKeyOfTheToken() throws Exception {
        McpOAuthClient client = client(proven.world.runtime, PossessionRules.DEFAULT);
        client.accessToken();
        String first = Proof.of(proven.world.as.http.last("/token")).thumbprint();
        proven.world.clock.advance(AFTER_THE_END);
        assertEquals(200, proven.world.call(client, "read").statusCode());
        assertEquals(first, Proof.of(refreshes().get(0)).thumbprint());
        assertEquals(
                PresentedToken.Scheme.DPOP, client.storedToken().orElseThrow().scheme());
        assertEquals(List.of(), proven.faults);
    }

    /** The challenge that asked for proofs is long gone when a token is refreshed. */
    @Test
    void whatWasBoundStaysBoundWhateverTheMetadataSay() {
        McpOAuthClient client = client(proven.world.runtime, PossessionRules.DEFAULT);
        client.accessToken();
        proven.challengeScheme = "Bearer";
        proven.world.clock.advance(AFTER_THE_END);
        assertEquals(PresentedToken.Scheme.DPOP, client.accessToken().scheme());
    }

    /** Without its key a token is of no use: it is dropped, and its refresh token is not tried. */
    @Test
    void tokensWhoseKeyIsGoneAreObtainedAnew() throws Exception {
        try (McpOAuthRuntime first = proven.runtime(store);
                McpOAuthRuntime second = proven.runtime(store)) {
            String lost =
                    client(first, PossessionRules.DEFAULT).accessToken().value().reveal();
            McpOAuthClient client = client(second, PossessionRules.DEFAULT);
            assertTrue(client.storedToken().isEmpty());
            assertEquals(200, proven.world.call(client, "read").statusCode());
            assertNotEquals(lost, client.accessToken().value().reveal());
        }
        assertEquals(List.of(), refreshes());
        assertEquals(2, proven.world.agent.requests.size());
        assertEquals(List.of(), proven.faults);
    }

    @Test
    void tokensOfAConfiguredKeySurviveTheProcess() throws Exception {
        DPoPKey key = proven.world.runtime.dpop().generate("ES256");
        PossessionRules rules = PossessionRules.DEFAULT.withKey(key);
        try (McpOAuthRuntime first = proven.runtime(store);
                McpOAuthRuntime second = proven.runtime(store)) {
            client(first, rules).accessToken();
            proven.world.clock.advance(AFTER_THE_END);
            assertEquals(200, proven.world.call(client(second, rules), "read").statusCode());
        }
        assertEquals(1, refreshes().size());
        assertEquals(1, proven.world.agent.requests.size());
        assertEquals(List.of(), proven.faults);
    }

    /** Tokens stay bound to the key they were bound to (RFC 9449, section 5); the next authorization has the new one. */
    @Test
    void aKeyThatIsExchangedIsForNewTokensAndTheOldOneServesThoseItHas() throws Exception {
        DPoPKey old = proven.world.runtime.dpop().generate("ES256");
        inFile = old;
        PossessionRules rules = PossessionRules.DEFAULT.withKey(() -> Objects.requireNonNull(inFile));
        try (McpOAuthRuntime first = proven.runtime(store);
                McpOAuthRuntime second = proven.runtime(store)) {
            McpOAuthClient client = client(first, rules);
            client.accessToken();
            inFile = proven.world.runtime.dpop().generate("ES384");
            proven.world.clock.advance(AFTER_THE_END);
            assertEquals(200, proven.world.call(client, "read").statusCode());
            assertEquals(1, refreshes().size());
            assertEquals(1, proven.world.agent.requests.size());
            // another process has seen the new one only
            assertEquals(200, proven.world.call(client(second, rules), "read").statusCode());
            assertEquals(2, proven.world.agent.requests.size());
        }
        assertEquals(List.of(), proven.faults);
    }

    /** Tokens of an earlier process may be bound to it. */
    @Test
    void aKeyThatIsExchangedBeforeItsFirstUseServesTheTokensItHas() throws Exception {
        inFile = proven.world.runtime.dpop().generate("ES256");
        PossessionRules rules = PossessionRules.DEFAULT.withKey(() -> Objects.requireNonNull(inFile));
        try (McpOAuthRuntime first = proven.runtime(store);
                McpOAuthRuntime second = proven.runtime(store)) {
            client(first, rules).accessToken();
            McpOAuthClient client = client(second, rules);
            inFile = proven.world.runtime.dpop().generate("ES384");
            proven.world.clock.advance(AFTER_THE_END);
            assertEquals(200, proven.world.call(client, "read").statusCode());
        }
        assertEquals(1, refreshes().size());
        assertEquals(1, proven.world.agent.requests.size());
        assertEquals(List.of(), proven.faults);
    }

    /** A code that was bound to a key that is gone cannot be redeemed (RFC 9449, section 10). */
    @Test
    void aCodeWhoseKeyIsGoneIsNotRedeemed() {
        try (McpOAuthRuntime first = proven.runtime(store);
                McpOAuthRuntime second = proven.runtime(store)) {
            URI start = web(first).startAuthorization(Scopes.NONE);
            URI redirect = URI.create(HeadlessAgent.open(start));
            ResponseViolationException gone = assertThrows(
                    ResponseViolationException.class, () -> web(second).completeAuthorization(redirect));
            assertEquals(FailureCode.POSSESSION_MISSING, gone.code());
        }
        assertEquals(List.of(), proven.world.as.tokenRequests());
    }

    private McpOAuthClient web(McpOAuthRuntime runtime) {
        return runtime.client(proven.world.configuration().agent(null).build());
    }
}
