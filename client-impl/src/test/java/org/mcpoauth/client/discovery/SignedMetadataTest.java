package org.mcpoauth.client.discovery;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.interfaces.RSAPublicKey;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mcpoauth.api.McpOAuthClient;
import org.mcpoauth.api.error.Actor;
import org.mcpoauth.api.error.ConfigurationException;
import org.mcpoauth.api.error.FailureCode;
import org.mcpoauth.api.error.McpOAuthException;
import org.mcpoauth.client.scripted.Answer;
import org.mcpoauth.client.scripted.ScriptedAuthorizationServer;
import org.mcpoauth.client.scripted.ScriptedMcpServer;
import org.mcpoauth.client.scripted.ScriptedServer;
import org.mcpoauth.client.scripted.World;
import org.mcpoauth.spi.Changing;
import org.mcpoauth.spi.client.MetadataTrust;
import org.mcpoauth.spi.key.VerificationKey;

/** Metadata that somebody vouches for (RFC 9728, section 2.2). */
class SignedMetadataTest {
    private static final String ISSUER = "https://federation.example";
    private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

    private static KeyPair key;
    private static KeyPair other;

    private volatile List<VerificationKey> inFile = List.of();
    private final World world = new World();
    private final ScriptedAuthorizationServer evil = new ScriptedAuthorizationServer();
    private final ScriptedServer federation = new ScriptedServer();
    private final Map<String, String> claims = new LinkedHashMap<>();

    @BeforeAll
    static void keys() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        key = generator.generateKeyPair();
        other = generator.generateKeyPair();
    }

    SignedMetadataTest() {
        claims.put("iss", text(ISSUER));
        claims.put("resource", text(world.serverUrl().toString()));
        claims.put("authorization_servers", "[" + text(world.as.issuer()) + "]");
        claims.put("exp", String.valueOf(world.clock.instant().getEpochSecond() + 3600));
    }

    @AfterEach
    void close() {
        federation.close();
        evil.close();
        world.close();
    }

    /** What anybody may have written names a server of theirs. */
    private void publish(@Nullable String signed) {
        String plain = "{\"resource\":" + text(world.serverUrl().toString()) + ",\"authorization_servers\":["
                + text(evil.issuer()) + "]" + (signed == null ? "" : ",\"signed_metadata\":" + text(signed)) + "}";
        world.mcp.http.on(ScriptedMcpServer.PATH_METADATA, Answer.json(200, plain));
    }

    private String signed() {
        return signed("{\"alg\":\"RS256\",\"kid\":\"k1\"}", key);
    }

    private String signed(String header, KeyPair signer) {
        String input = encoded(header) + "." + encoded(ScriptedAuthorizationServer.json(claims));
        try {
            Signature signature = Signature.getInstance("SHA256withRSA");
            signature.initSign(signer.getPrivate());
            signature.update(input.getBytes(UTF_8));
            return input + "." + BASE64.encodeToString(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String encoded(String text) {
        return BASE64.encodeToString(text.getBytes(UTF_8));
    }

    private static String text(String value) {
        return "\"" + value + "\"";
    }

    private static MetadataTrust fixed() {
        return new MetadataTrust(ISSUER, null, List.of(new VerificationKey(key.getPublic(), "k1", "RS256")));
    }

    private McpOAuthClient client(@Nullable MetadataTrust trust) {
        return world.runtime.client(
                world.configuration().discovery(rules -> rules.withTrust(trust)).build());
    }

    private void assertRefused(FailureCode code) {
        McpOAuthException refused = assertThrows(McpOAuthException.class, () -> world.call(client(fixed()), "read"));
        assertEquals(code, refused.code());
        assertEquals(Actor.RESOURCE_SERVER, refused.actor());
        assertFalse(refused.toString().contains("\n"), refused.toString());
        assertEquals(List.of(), evil.http.received());
        assertEquals(List.of(), world.as.http.received());
    }

    @Test
    void whatIsSignedWinsOverWhatIsNot() throws Exception {
        publish(signed());
        assertEquals(200, world.call(client(fixed()), "read").statusCode());
        assertEquals(List.of(), evil.http.received());
    }

    @Test
    void withoutATrustedPartyNobodyLooksAtIt() {
        publish("no JWT at all");
        assertThrows(McpOAuthException.class, () -> world.call(client(null), "read"));
        assertEquals(List.of(), world.as.http.received());
        assertFalse(evil.http.received().isEmpty());
    }

    @Test
    void withATrustedPartyMetadataMustBeSigned() {
        publish(null);
        assertRefused(FailureCode.INVALID_RESPONSE);
    }

    @Test
    void aSignatureOfAnotherKeyIsRefused() {
        publish(signed("{\"alg\":\"RS256\",\"kid\":\"k1\"}", other));
        assertRefused(FailureCode.JWT_SIGNATURE);
    }

    @Test
    void aChangedStatementIsRefused() {
        String genuine = signed();
        claims.put("authorization_servers", "[" + text(evil.issuer()) + "]");
        String[] forged = signed("{\"alg\":\"RS256\",\"kid\":\"k1\"}", other).split("\\.", -1);
        publish(forged[0] + "." + forged[1] + "." + genuine.substring(genuine.lastIndexOf('.') + 1));
        assertRefused(FailureCode.JWT_SIGNATURE);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "{\"alg\":\"none\"}; JWT_SIGNATURE",
                "{\"alg\":\"None\"}; JWT_SIGNATURE",
                "{\"alg\":\"HS256\",\"kid\":\"k1\"}; JWT_SIGNATURE",
                "{\"alg\":\"ES256\",\"kid\":\"k1\"}; KEY_SELECTION",
                "{\"alg\":\"RS256\",\"kid\":\"k2\"}; KEY_SELECTION",
                "{\"alg\":\"RS256\",\"kid\":\"k1\",\"typ\":\"at+jwt\"}; JWT_CLAIM_COMPARISON",
                "{\"alg\":\"RS256\",\"kid\":\"k1\",\"crit\":[\"x\"]}; PARSE_ERROR",
                "{\"alg\":\"RS256\",\"alg\":\"none\"}; PARSE_ERROR",
                "[]; PARSE_ERROR"
            })
    void aHeaderThatDoesNotFitIsRefused(String header, FailureCode code) {
        publish(signed(header, key));
        assertRefused(code);
    }

    @Test
    void aStatementWithoutSignatureIsRefused() {
        publish(encoded("{\"alg\":\"none\"}") + "." + encoded(ScriptedAuthorizationServer.json(claims)) + ".");
        assertRefused(FailureCode.PARSE_ERROR);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "iss; \"https://federation.example/\"; JWT_CLAIM_COMPARISON",
                "iss; [\"https://federation.example\"]; JWT_CLAIM_COMPARISON",
                "iss; null; JWT_CLAIM_COMPARISON",
                "exp; 1; JWT_TIMESTAMP_CHECK",
                "exp; \"tomorrow\"; JWT_CLAIM_COMPARISON",
                "nbf; 99999999999; JWT_TIMESTAMP_CHECK",
                "iat; 99999999999; JWT_TIMESTAMP_CHECK",
                "resource; \"https://other.example/mcp\"; METADATA_RESOURCE_MISMATCH",
                "resource; 7; JWT_CLAIM_COMPARISON",
                "authorization_servers; []; INVALID_RESPONSE",
                "authorization_servers; \"https://as.example\"; INVALID_RESPONSE",
                "signed_metadata; \"a.b.c\"; INVALID_RESPONSE"
            })
    void aStatementThatDoesNotFitIsRefused(String name, String value, FailureCode code) {
        claims.put(name, value);
        publish(signed());
        assertRefused(code);
    }

    @Test
    void aStatementThatNamesNoResourceIsForNone() {
        claims.remove("resource");
        publish(signed());
        assertRefused(FailureCode.JWT_CLAIM_COMPARISON);
    }

    @Test
    void aStatementThatNamesNoAuthorizationServersLetsNobodyNameThem() {
        claims.remove("authorization_servers");
        publish(signed());
        assertRefused(FailureCode.JWT_CLAIM_COMPARISON);
    }

    /** Nobody but the trusted party says how tokens are bound either; scopes may be anybody's word. */
    @Test
    void howTokensAreBoundIsSignedOrNotSaid() throws Exception {
        world.mcp.http.on(
                ScriptedMcpServer.PATH_METADATA,
                Answer.json(
                        200,
                        "{\"resource\":" + text(world.serverUrl().toString()) + ",\"authorization_servers\":["
                                + text(evil.issuer()) + "],\"dpop_bound_access_tokens_required\":true,"
                                + "\"dpop_signing_alg_values_supported\":[\"ES256\"],"
                                + "\"jwks_uri\":\"https://evil.example/jwks\","
                                + "\"tls_client_certificate_bound_access_tokens\":true,"
                                + "\"scopes_supported\":[\"read\"],\"signed_metadata\":" + text(signed()) + "}"));
        assertEquals(200, world.call(client(fixed()), "read").statusCode());
        assertEquals("read", world.as.http.received("/authorize").get(0).parameter("scope"));
        assertEquals("", world.as.tokenRequests().get(0).header("DPoP"));
    }

    /** A client with a document that is fresh for half an hour more than its statement is good. */
    private McpOAuthClient withAnEndedStatement(MetadataTrust trust) throws Exception {
        world.as.expiresIn = "600";
        claims.put("exp", String.valueOf(world.clock.instant().getEpochSecond() + 900));
        publish(signed());
        McpOAuthClient client = client(trust);
        assertEquals(200, world.call(client, "read").statusCode());
        world.clock.advance(Duration.ofMinutes(30));
        world.as.refreshTokens.clear();
        return client;
    }

    @Test
    void anExpiredStatementIsRefusedAlsoWhenTheDocumentIsFresh() throws Exception {
        McpOAuthClient client = withAnEndedStatement(fixed());
        McpOAuthException refused = assertThrows(McpOAuthException.class, () -> world.call(client, "read"));
        assertEquals(FailureCode.JWT_TIMESTAMP_CHECK, refused.code());
        assertEquals(1, world.agent.requests.size());
    }

    @Test
    void aNewStatementIsLookedForWhenTheRememberedOneHasEnded() throws Exception {
        McpOAuthClient client = withAnEndedStatement(fixed());
        claims.put("exp", String.valueOf(world.clock.instant().getEpochSecond() + 900));
        publish(signed());
        assertEquals(200, world.call(client, "read").statusCode());
        assertEquals(2, world.mcp.http.count(ScriptedMcpServer.PATH_METADATA));
        assertEquals(2, world.agent.requests.size());
    }

    @Test
    void theKeysMayBeFetchedAndAreFetchedAgainForANewOne() throws Exception {
        federation.on("/jwks", Answer.json(200, "{\"keys\":[" + jwk(other, "k0") + "]}"));
        MetadataTrust trust = new MetadataTrust(ISSUER, federation.uri("/jwks"), List.of());
        McpOAuthClient client = client(trust);
        publish(signed());
        McpOAuthException refused = assertThrows(McpOAuthException.class, () -> world.call(client, "read"));
        assertEquals(FailureCode.KEY_SELECTION, refused.code());
        federation.on("/jwks", Answer.json(200, "{\"keys\":[" + jwk(key, "k1") + "]}"));
        assertEquals(200, world.call(client, "read").statusCode());
    }

    /** Keys in a file that is exchanged while the client is at work. */
    @Test
    void configuredKeysAreThoseOfNow() throws Exception {
        inFile = List.of(new VerificationKey(other.getPublic(), "k0", "RS256"));
        Changing<List<VerificationKey>> file = () -> inFile;
        McpOAuthClient client = client(new MetadataTrust(ISSUER, null, file));
        publish(signed());
        McpOAuthException refused = assertThrows(McpOAuthException.class, () -> world.call(client, "read"));
        assertEquals(FailureCode.KEY_SELECTION, refused.code());
        inFile = List.of(new VerificationKey(key.getPublic(), "k1", "RS256"));
        assertEquals(200, world.call(client, "read").statusCode());
    }

    @Test
    void keysAreNotFetchedFromInsideTheNetwork() {
        publish(signed());
        McpOAuthClient client = client(new MetadataTrust(ISSUER, URI.create("https://10.0.0.1/jwks"), List.of()));
        McpOAuthException refused = assertThrows(McpOAuthException.class, () -> world.call(client, "read"));
        assertEquals(FailureCode.ENDPOINT_REFUSED, refused.code());
    }

    /** A 404 would do to leave the signature out. */
    @Test
    void aTrustedPartyAndTheFallbackToTheOriginExcludeEachOther() {
        ConfigurationException refused = assertThrows(
                ConfigurationException.class,
                () -> world.configuration()
                        .discovery(rules -> rules.withTrust(fixed()))
                        .originFallback(true)
                        .build());
        assertEquals("legacy-2025-03-26", refused.key());
        assertTrue(refused.toString().contains("resource-metadata.trust-issuer"), refused.toString());
    }

    @Test
    void keysComeFromOnePlace() {
        assertThrows(ConfigurationException.class, () -> new MetadataTrust(ISSUER, null, List.of()));
        assertThrows(
                ConfigurationException.class, () -> new MetadataTrust("", URI.create("https://x.example"), List.of()));
        assertThrows(
                ConfigurationException.class,
                () -> new MetadataTrust(ISSUER, URI.create("https://x.example"), fixed().keys()));
    }

    private static String jwk(KeyPair pair, String keyId) {
        RSAPublicKey rsa = (RSAPublicKey) pair.getPublic();
        byte[] modulus = rsa.getModulus().toByteArray();
        byte[] unsigned = modulus[0] == 0 ? java.util.Arrays.copyOfRange(modulus, 1, modulus.length) : modulus;
        return "{\"kty\":\"RSA\",\"kid\":\"" + keyId + "\",\"e\":\""
                + BASE64.encodeToString(rsa.getPublicExponent().toByteArray()) + "\",\"n\":\""
                + BASE64.encodeToString(unsigned) + "\"}";
    }
}
