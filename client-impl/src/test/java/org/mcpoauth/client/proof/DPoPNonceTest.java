package org.mcpoauth.client.proof;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mcpoauth.api.McpOAuthClient;
import org.mcpoauth.api.error.ChallengeException;
import org.mcpoauth.api.error.ErrorCode;
import org.mcpoauth.api.error.OAuthErrorException;
import org.mcpoauth.client.scripted.Answer;
import org.mcpoauth.client.scripted.Proof;
import org.mcpoauth.client.scripted.ProvenWorld;
import org.mcpoauth.client.scripted.Received;
import org.mcpoauth.client.scripted.ScriptedAuthorizationServer;

/** Nonces of the authorization server and of the MCP server (RFC 9449, sections 8 and 9). */
class DPoPNonceTest {
    private final ProvenWorld proven = new ProvenWorld();

    @AfterEach
    void close() {
        proven.close();
    }

    private List<Received> tokenRequests() {
        return proven.world.as.tokenRequests();
    }

    private List<Received> provenCalls() {
        return proven.world.mcp.http.received("/mcp").stream()
                .filter(request -> !request.header("DPoP").isEmpty())
                .toList();
    }

    private static String nonce(Received request) {
        return Proof.of(request).claim("nonce");
    }

    private int call(McpOAuthClient client) throws Exception {
        HttpResponse<String> answer = proven.world.call(client, "read");
        assertEquals(List.of(), proven.faults);
        return answer.statusCode();
    }

    /** RFC 9449, section 8: the request is repeated once, with the nonce and a proof of its own. */
    @Test
    void theTokenRequestIsRepeatedWithTheNonceOfTheServer() {
        proven.serverNonce = () -> "as-1";
        proven.world.client().accessToken();
        assertEquals(
                List.of("", "as-1"),
                tokenRequests().stream().map(DPoPNonceTest::nonce).toList());
        assertEquals(tokenRequests().get(0).form("code"), tokenRequests().get(1).form("code"));
        assertEquals(List.of(), proven.faults);
    }

    /** RFC 9449, section 8.2: the nonce of any answer is the next one to use. */
    @Test
    void aNonceThatComesWithTokensIsUsedNextTime() {
        proven.world.as.http.on(
                "/token", request -> proven.world.as.token.apply(request).with("DPoP-Nonce", "later"));
        McpOAuthClient client = proven.world.client();
        client.accessToken();
        proven.world.clock.advance(Duration.ofSeconds(3620));
        client.accessToken();
        assertEquals(
                List.of("", "later"),
                tokenRequests().stream().map(DPoPNonceTest::nonce).toList());
    }

    /** One repetition and no more: the server may never have enough of them. */
    @Test
    void aServerThatAlwaysWantsAnotherNonceIsNotFollowed() {
        proven.serverNonce = ProvenWorld::fresh;
        OAuthErrorException refused = assertThrows(
                OAuthErrorException.class, () -> proven.world.client().accessToken());
        assertEquals(ErrorCode.USE_DPOP_NONCE, refused.error());
        assertEquals(2, tokenRequests().size());
    }

    /** A code that was answered is not sent again, whatever nonce the answer brings. */
    @ParameterizedTest
    @ValueSource(strings = {"invalid_grant", "invalid_dpop_proof"})
    void onlyTheErrorForNoncesCausesARepetition(String error) {
        proven.world.as.http.on(
                "/token", ScriptedAuthorizationServer.error(400, error).with("DPoP-Nonce", "as-1"));
        assertThrows(OAuthErrorException.class, () -> proven.world.client().accessToken());
        assertEquals(1, tokenRequests().size());
    }

    /** RFC 9449, section 8.1: what is not made of nonce characters is no nonce. */
    @ParameterizedTest
    @ValueSource(strings = {"two words", "quo\"te", "back\\slash", ""})
    void anUnusableNonceIsNotUsed(String nonce) {
        proven.world.as.http.on(
                "/token",
                ScriptedAuthorizationServer.error(400, "use_dpop_nonce").with("DPoP-Nonce", nonce));
        assertThrows(OAuthErrorException.class, () -> proven.world.client().accessToken());
        assertEquals(1, tokenRequests().size());
    }

    /** RFC 9449, section 9: the call is repeated with the nonce; the token is not renewed for that. */
    @Test
    void theCallIsRepeatedWithTheNonceOfTheMcpServer() throws Exception {
        proven.resourceNonce = () -> "rs-1";
        McpOAuthClient client = proven.world.client();
        assertEquals(200, call(client));
        assertEquals(200, call(client));
        assertEquals(
                List.of("", "rs-1", "rs-1"),
                provenCalls().stream().map(DPoPNonceTest::nonce).toList());
        assertEquals(1, tokenRequests().size());
    }

    /** RFC 9449, section 8.2: a nonce may change at any time. */
    @Test
    void aRotatedNonceIsFollowed() throws Exception {
        AtomicReference<String> current = new AtomicReference<>("rs-1");
        proven.resourceNonce = current::get;
        McpOAuthClient client = proven.world.client();
        call(client);
        current.set("rs-2");
        assertEquals(200, call(client));
        assertEquals("rs-2", nonce(proven.world.mcp.http.last("/mcp")));
        assertEquals(1, tokenRequests().size());
    }

    /** The nonce of one server says nothing to another one. */
    @Test
    void aNonceGoesToItsOwnServerOnly() throws Exception {
        proven.serverNonce = () -> "as-1";
        McpOAuthClient client = proven.world.client();
        call(client);
        assertEquals(1, provenCalls().size());
        assertFalse(Proof.of(provenCalls().get(0)).claims().containsKey("nonce"));
        proven.resourceNonce = () -> "rs-1";
        call(client);
        proven.world.as.accessTokens.clear();
        call(client);
        assertTrue(tokenRequests().stream().noneMatch(request -> nonce(request).equals("rs-1")));
    }

    /** A server that never has enough of nonces is not called for ever, and the token is kept. */
    @Test
    void anEndlessChangeOfNoncesEnds() {
        proven.resourceNonce = ProvenWorld::fresh;
        McpOAuthClient client = proven.world.client();
        assertThrows(ChallengeException.class, () -> proven.world.call(client, "read"));
        assertEquals(4, provenCalls().size());
        assertEquals(1, tokenRequests().size());
        assertTrue(client.storedToken().isPresent());
    }

    /** RFC 9449, section 7.1: what is wrong with a proof is not healed by another token. */
    @Test
    void aRefusedProofDoesNotCostTheToken() {
        McpOAuthClient client = proven.world.client();
        client.accessToken();
        proven.world.mcp.http.on("/mcp", Answer.challenge(401, "DPoP error=\"invalid_dpop_proof\""));
        assertThrows(ChallengeException.class, () -> proven.world.call(client, "read"));
        assertEquals(1, tokenRequests().size());
        assertTrue(client.storedToken().isPresent());
    }
}
