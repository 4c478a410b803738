package org.mcpoauth.client.proof;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mcpoauth.api.McpOAuthClient;
import org.mcpoauth.api.Scopes;
import org.mcpoauth.api.Secret;
import org.mcpoauth.api.client.DPoPKey;
import org.mcpoauth.api.client.DPoPProofs;
import org.mcpoauth.api.error.ConfigurationException;
import org.mcpoauth.api.token.PresentedToken;
import org.mcpoauth.client.scripted.Answer;
import org.mcpoauth.client.scripted.HeadlessAgent;
import org.mcpoauth.client.scripted.Proof;
import org.mcpoauth.client.scripted.ProvenWorld;
import org.mcpoauth.client.scripted.Received;
import org.mcpoauth.client.scripted.ScriptedAuthorizationServer;
import org.mcpoauth.client.scripted.ScriptedMcpServer;
import org.mcpoauth.spi.client.PossessionRules;
import org.mcpoauth.spi.client.PossessionRules.Mode;

/** Proofs, and tokens bound to a key when they are obtained (RFC 9449, sections 4, 5 and 10). */
class DPoPGrantTest {
    private static final URI TARGET = URI.create("https://Server.example:8443/a/b?q=1#f");

    private final ProvenWorld proven = new ProvenWorld();
    private final DPoPProofs proofs = proven.world.runtime.dpop();

    @AfterEach
    void close() {
        proven.close();
    }

    private McpOAuthClient client(PossessionRules rules) {
        return proven.world.runtime.client(
                proven.world.configuration().possession(rules).build());
    }

    private Received tokenRequest() {
        return proven.world.as.http.last("/token");
    }

    /** RFC 9449, section 4.2. */
    @ParameterizedTest
    @ValueSource(strings = {"ES256", "ES384", "ES512", "EdDSA", "Ed25519", "RS256", "PS256"})
    void eachAlgorithmMakesProofsThatVerify(String algorithm) {
        DPoPKey key = proofs.generate(algorithm);
        Proof proof = Proof.of(proofs.proof(key, "PUT", TARGET, Secret.of("token"), "n"));
        assertEquals(algorithm, proof.header().getString("alg"));
        assertEquals("dpop+jwt", proof.header().getString("typ"));
        assertEquals("PUT", proof.claim("htm"));
        assertEquals("https://Server.example:8443/a/b", proof.claim("htu"));
        assertEquals(ScriptedAuthorizationServer.s256("token"), proof.claim("ath"));
        assertEquals("n", proof.claim("nonce"));
        assertEquals(proofs.thumbprint(key), proof.thumbprint());
        assertEquals(
                proven.world.clock.instant().getEpochSecond(),
                proof.claims().getJsonNumber("iat").longValueExact());
    }

    /** RFC 9449, section 4.2: {@code jti} is unique, {@code ath} and {@code nonce} are there only where they must be. */
    @Test
    void aProofIsForOneRequest() {
        DPoPKey key = proofs.generate("ES256");
        Proof one = Proof.of(proofs.proof(key, "GET", URI.create("https://server.example"), null, null));
        Proof other = Proof.of(proofs.proof(key, "GET", URI.create("https://server.example"), null, null));
        assertNotEquals(one.claim("jti"), other.claim("jti"));
        assertEquals("https://server.example/", one.claim("htu"));
        assertFalse(one.claims().containsKey("ath"));
        assertFalse(one.claims().containsKey("nonce"));
        for (String secret : List.of("d", "p", "q", "dp", "dq", "qi", "k")) {
            assertFalse(one.header().getJsonObject("jwk").containsKey(secret));
        }
    }

    /** RFC 9449, section 4.2: {@code alg} is asymmetric and fits the key. */
    @Test
    void aKeyThatDoesNotFitItsAlgorithmIsRefused() throws Exception {
        KeyPair rsa = KeyPairGenerator.getInstance("RSA").generateKeyPair();
        assertThrows(IllegalArgumentException.class, () -> proofs.thumbprint(new DPoPKey(rsa, "ES256")));
        assertThrows(IllegalArgumentException.class, () -> proofs.generate("HS256"));
        assertThrows(IllegalArgumentException.class, () -> proofs.generate("none"));
        PossessionRules wrong = PossessionRules.DEFAULT.withKey(new DPoPKey(rsa, "ES256"));
        assertThrows(ConfigurationException.class, () -> client(wrong));
        assertThrows(ConfigurationException.class, () -> client(PossessionRules.DEFAULT.withAlgorithm("HS256")));
    }

    /** RFC 9449, section 5. */
    @Test
    void theTokenRequestHasAProofAndTheTokenIsBound() {
        McpOAuthClient client = client(PossessionRules.DEFAULT);
        assertEquals(PresentedToken.Scheme.DPOP, client.accessToken().scheme());
        Proof proof = Proof.of(tokenRequest());
        assertEquals("POST", proof.claim("htm"));
        assertEquals(proven.world.as.http.origin() + "/token", proof.claim("htu"));
        assertFalse(proof.claims().containsKey("ath"));
        assertEquals(List.of(), proven.faults);
    }

    /** RFC 9449, section 10: the code is of no use without the key. */
    @Test
    void theCodeIsBoundToTheKeyOfTheTokenRequest() {
        client(PossessionRules.DEFAULT).accessToken();
        assertEquals(
                Proof.of(tokenRequest()).thumbprint(),
                proven.world.as.http.last("/authorize").parameter("dpop_jkt"));
    }

    /** RFC 9449, section 10.1. */
    @Test
    void aPushedRequestIsProvenAndBound() {
        proven.world.as.metadata.put("require_pushed_authorization_requests", "true");
        proven.world.as.http.on("/par", Answer.json(201, "{\"request_uri\":\"urn:x:1\",\"expires_in\":60}"));
        McpOAuthClient web = proven.world.runtime.client(
                proven.world.configuration().agent(null).build());
        web.startAuthorization(Scopes.NONE);
        Received pushed = proven.world.as.http.last("/par");
        assertEquals(pushed.form("dpop_jkt"), Proof.of(pushed).thumbprint());
        assertEquals(proven.world.as.http.origin() + "/par", Proof.of(pushed).claim("htu"));
    }

    /** The key of the code is that of the token also when the browser comes back with another call. */
    @Test
    void aWebApplicationRedeemsTheCodeWithTheSameKey() {
        McpOAuthClient web = proven.world.runtime.client(
                proven.world.configuration().agent(null).build());
        URI start = web.startAuthorization(Scopes.NONE);
        web.completeAuthorization(URI.create(HeadlessAgent.open(start)));
        assertEquals(
                Proof.of(tokenRequest()).thumbprint(),
                proven.world.as.http.last("/authorize").parameter("dpop_jkt"));
        assertEquals(PresentedToken.Scheme.DPOP, web.storedToken().orElseThrow().scheme());
    }

    /** RFC 9728, section 2: the metadata of the resource ask for proofs as well as its challenge does. */
    @Test
    void theMetadataOfTheResourceAskForProofs() {
        proven.challengeScheme = "Bearer";
        assertEquals(
                PresentedToken.Scheme.BEARER,
                client(PossessionRules.DEFAULT).accessToken().scheme());
        try (ProvenWorld asking = new ProvenWorld()) {
            asking.challengeScheme = "Bearer";
            offer(asking, "\"dpop_signing_alg_values_supported\":[\"ES256\"]");
            assertEquals(
                    PresentedToken.Scheme.DPOP,
                    asking.world.client().accessToken().scheme());
        }
    }

    /** RFC 9449, section 5.1; RFC 9728, section 2: the algorithm is one that both servers know. */
    @ParameterizedTest
    @CsvSource({
        "ES256 EdDSA, EdDSA ES256, ES256",
        "EdDSA RS256, RS256 EdDSA, EdDSA",
        "PS256, RS256 PS256, PS256",
        "Ed25519, Ed25519, Ed25519"
    })
    void theAlgorithmIsOneThatBothServersKnow(String resource, String server, String chosen) {
        proven.world.as.metadata.put("dpop_signing_alg_values_supported", array(server));
        offer(proven, "\"dpop_signing_alg_values_supported\":" + array(resource));
        client(PossessionRules.DEFAULT).accessToken();
        assertEquals(chosen, Proof.of(tokenRequest()).header().getString("alg"));
        assertEquals(List.of(), proven.faults);
    }

    /** RFC 9449, section 5.1: without a common algorithm there is no proof where a bearer token does as well. */
    @Test
    void noCommonAlgorithmMeansABearerToken() {
        proven.challengeScheme = "Bearer";
        offer(proven, "\"dpop_signing_alg_values_supported\":[\"EdDSA\"]");
        client(PossessionRules.DEFAULT).accessToken();
        assertTrue(tokenRequest().header("DPoP").isEmpty());
    }

    @Test
    void nothingIsProvenWhereItIsSwitchedOff() {
        client(PossessionRules.DEFAULT.withMode(Mode.OFF)).accessToken();
        assertTrue(tokenRequest().header("DPoP").isEmpty());
        assertFalse(proven.world.as.http.last("/authorize").hasParameter("dpop_jkt"));
    }

    /** RFC 9449, section 11.2 and X-DP-12: the configured key is the one that is used, and it is not shown. */
    @Test
    void theConfiguredKeyIsUsed() {
        DPoPKey key = proofs.generate("EdDSA");
        client(PossessionRules.DEFAULT.withMode(Mode.REQUIRED).withKey(key)).accessToken();
        assertEquals(proofs.thumbprint(key), Proof.of(tokenRequest()).thumbprint());
        assertEquals(
                "PossessionRules[mode=AUTO, algorithm=null, key=a value that stays]",
                PossessionRules.DEFAULT.withKey(key).toString());
    }

    private static String array(String words) {
        return "[\"" + words.replace(" ", "\",\"") + "\"]";
    }

    static void offer(ProvenWorld proven, String members) {
        String resource = proven.world.mcp.http.origin() + "/mcp";
        proven.world.mcp.http.on(
                ScriptedMcpServer.PATH_METADATA,
                Answer.json(200, proven.world.mcp.metadata(resource).replaceFirst("\\{", "{" + members + ",")));
    }
}
