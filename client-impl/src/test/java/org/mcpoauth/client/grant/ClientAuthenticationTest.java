package org.mcpoauth.client.grant;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.mcpoauth.api.McpOAuthClient;
import org.mcpoauth.api.Scopes;
import org.mcpoauth.api.Secret;
import org.mcpoauth.api.client.ClientAuthentication;
import org.mcpoauth.api.client.ClientAuthentication.AssertionOptions;
import org.mcpoauth.api.client.Grant;
import org.mcpoauth.api.client.SigningKey;
import org.mcpoauth.api.error.ConfigurationException;
import org.mcpoauth.api.metadata.ClientAuthenticationMethod;
import org.mcpoauth.api.metadata.ClientMetadata;
import org.mcpoauth.client.scripted.Received;
import org.mcpoauth.client.scripted.World;
import org.mcpoauth.spi.ClientConfiguration;
import org.mcpoauth.spi.ClientConfiguration.GrantKind;
import org.mcpoauth.spi.support.codec.MalformedException;
import org.mcpoauth.spi.support.json.JsonLimits;
import org.mcpoauth.spi.support.json.StrictJson;

/** How a client proves who it is (RFC 6749, section 2.3; RFC 7523, section 3; OpenID Connect Core, section 9). */
class ClientAuthenticationTest {
    private static final String SECRET = "a:b %+\u00e9/0123456789-0123456789-0123456789";

    private final World world = new World();
    private final Clients clients = new Clients(world);

    @AfterEach
    void close() {
        world.close();
    }

    private Received request(String clientId, ClientAuthentication authentication) {
        world.runtime
                .grants()
                .token(
                        clients.with(clientId, null, authentication),
                        new Grant.ClientCredentials(Scopes.NONE, clients.resource()),
                        null);
        return world.as.http.last("/token");
    }

    @Test
    void aPublicClientSendsItsIdentifier() {
        Received request = request("me & you", new ClientAuthentication.None());
        assertEquals("me & you", request.form("client_id"));
        assertEquals("", request.header("Authorization"));
        assertFalse(request.hasForm("client_secret"));
    }

    /** RFC 6749, section 2.3.1: both parts are form-encoded before they are joined. */
    @Test
    void basicEncodesBothParts() {
        Received request =
                request("https://c.example/x", new ClientAuthentication.ClientSecretBasic(Secret.of(SECRET)));
        String pair = new String(
                Base64.getDecoder().decode(request.header("Authorization").substring("Basic ".length())),
                StandardCharsets.UTF_8);
        assertEquals("https%3A%2F%2Fc.example%2Fx:a%3Ab+%25%2B%C3%A9%2F0123456789-0123456789-0123456789", pair);
        assertFalse(request.hasForm("client_id"));
        assertFalse(request.hasForm("client_secret"));
    }

    @Test
    void postSendsBothInTheForm() {
        Received request = request("me", new ClientAuthentication.ClientSecretPost(Secret.of(SECRET)));
        assertEquals("me", request.form("client_id"));
        assertEquals(SECRET, request.form("client_secret"));
        assertEquals("", request.header("Authorization"));
    }

    @Test
    void clientSecretJwtIsAMacOfTheSecret() throws Exception {
        for (String bits : new String[] {"256", "384", "512"}) {
            String secret = SECRET + SECRET;
            Received request = request(
                    "me",
                    new ClientAuthentication.ClientSecretJwt(Secret.of(secret), "HS" + bits, AssertionOptions.DEFAULT));
            String[] parts = assertion(request);
            Mac mac = Mac.getInstance("HmacSHA" + bits);
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA" + bits));
            assertEquals(
                    Base64.getUrlEncoder()
                            .withoutPadding()
                            .encodeToString(
                                    mac.doFinal((parts[0] + "." + parts[1]).getBytes(StandardCharsets.US_ASCII))),
                    parts[2]);
            assertClaims(parts, "HS" + bits);
            assertFalse(request.all().contains("0123456789"));
        }
    }

    @Test
    void privateKeyJwtIsSignedAndForTheIssuer() throws Exception {
        KeyPair pair = ecKey();
        SigningKey key = new SigningKey(pair.getPrivate(), "key-1", "ES256");
        Received request = request("me", new ClientAuthentication.PrivateKeyJwt(key, AssertionOptions.DEFAULT));
        String[] parts = assertion(request);
        assertSigned(pair, parts);
        assertClaims(parts, "ES256");
        assertEquals("key-1", json(parts[0]).getString("kid"));
    }

    @Test
    void everyAssertionIsAnother() throws Exception {
        SigningKey key = new SigningKey(ecKey().getPrivate(), null, "ES256");
        ClientAuthentication method = new ClientAuthentication.PrivateKeyJwt(key, AssertionOptions.DEFAULT);
        JsonObject first = json(assertion(request("me", method))[1]);
        JsonObject second = json(assertion(request("me", method))[1]);
        assertNotEquals(first.getString("jti"), second.getString("jti"));
    }

    @Test
    void theClaimsCanBeChangedBeforeTheyAreSigned() throws Exception {
        KeyPair pair = ecKey();
        SigningKey key = new SigningKey(pair.getPrivate(), "key-1", "ES256");
        AssertionOptions options = AssertionOptions.DEFAULT.with(
                claims -> Json.createObjectBuilder(claims).add("tenant", "a").build());
        String[] parts = assertion(request("me", new ClientAuthentication.PrivateKeyJwt(key, options)));
        assertSigned(pair, parts);
        assertClaims(parts, "ES256");
        assertEquals("a", json(parts[1]).getString("tenant"));
    }

    @Test
    void aModifierThatFailsEndsTheRequest() throws Exception {
        SigningKey key = new SigningKey(ecKey().getPrivate(), "key-1", "ES256");
        AssertionOptions options = AssertionOptions.DEFAULT.with(claims -> {
            throw new IllegalStateException("no tenant");
        });
        assertThrows(
                IllegalStateException.class, () -> request("me", new ClientAuthentication.PrivateKeyJwt(key, options)));
        assertEquals(List.of(), world.as.tokenRequests());
    }

    @Test
    void anOlderServerMayWantAnotherAudience() throws Exception {
        SigningKey key = new SigningKey(ecKey().getPrivate(), null, "ES256");
        JsonObject claims = json(assertion(request(
                "me",
                new ClientAuthentication.PrivateKeyJwt(
                        key, new AssertionOptions(Duration.ofMinutes(2), "https://as.example/token"))))[1]);
        assertEquals("https://as.example/token", claims.getString("aud"));
        assertEquals(120, claims.getInt("exp") - claims.getInt("iat"));
    }

    @Test
    void anUnknownAlgorithmIsAConfigurationError() throws Exception {
        for (String algorithm : new String[] {"none", "HS256", "ES257"}) {
            SigningKey key = new SigningKey(ecKey().getPrivate(), null, algorithm);
            assertThrows(
                    ConfigurationException.class,
                    () -> request("me", new ClientAuthentication.PrivateKeyJwt(key, AssertionOptions.DEFAULT)));
        }
        assertThrows(
                ConfigurationException.class,
                () -> request(
                        "me",
                        new ClientAuthentication.ClientSecretJwt(
                                Secret.of(SECRET), "ES256", AssertionOptions.DEFAULT)));
    }

    @Test
    void aSecretTooShortForItsMacIsAConfigurationError() {
        assertThrows(
                ConfigurationException.class,
                () -> request(
                        "me",
                        new ClientAuthentication.ClientSecretJwt(
                                Secret.of("short"), "HS256", AssertionOptions.DEFAULT)));
        assertTrue(world.as.tokenRequests().isEmpty());
    }

    @Test
    void aKeyOfAnotherFamilyIsAConfigurationError() throws Exception {
        KeyPair rsa = KeyPairGenerator.getInstance("RSA").generateKeyPair();
        SigningKey key = new SigningKey(rsa.getPrivate(), null, "ES256");
        assertThrows(
                ConfigurationException.class,
                () -> request("me", new ClientAuthentication.PrivateKeyJwt(key, AssertionOptions.DEFAULT)));
        assertTrue(world.as.tokenRequests().isEmpty());
    }

    /** MCP extension for client credentials: the whole way with a key. */
    @Test
    void aServiceWithAKeyCallsTheServer() throws Exception {
        KeyPair pair = ecKey();
        world.as.metadata.put("token_endpoint_auth_methods_supported", "[\"private_key_jwt\"]");
        McpOAuthClient client = world.runtime.client(ClientConfiguration.builder(
                        "crm",
                        world.serverUrl(),
                        ClientMetadata.builder()
                                .tokenEndpointAuthMethod(ClientAuthenticationMethod.PRIVATE_KEY_JWT)
                                .build())
                .grant(GrantKind.CLIENT_CREDENTIALS)
                .clientId("me")
                .clientKey(new SigningKey(pair.getPrivate(), "k", "ES256"))
                .build());
        assertEquals(200, world.call(client, "read").statusCode());
        String[] parts = assertion(world.as.http.last("/token"));
        assertSigned(pair, parts);
        assertClaims(parts, "ES256");
    }

    private static String[] assertion(Received request) {
        assertEquals("urn:ietf:params:oauth:client-assertion-type:jwt-bearer", request.form("client_assertion_type"));
        assertFalse(request.hasForm("client_id"));
        assertFalse(request.hasForm("client_secret"));
        String[] parts = request.form("client_assertion").split("\\.", -1);
        assertEquals(3, parts.length);
        return parts;
    }

    private static void assertSigned(KeyPair pair, String[] parts) throws GeneralSecurityException {
        Signature signature = Signature.getInstance("SHA256withECDSAinP1363Format");
        signature.initVerify(pair.getPublic());
        signature.update((parts[0] + "." + parts[1]).getBytes(StandardCharsets.US_ASCII));
        assertTrue(signature.verify(Base64.getUrlDecoder().decode(parts[2])));
    }

    private void assertClaims(String[] parts, String algorithm) throws MalformedException {
        assertEquals(algorithm, json(parts[0]).getString("alg"));
        JsonObject claims = json(parts[1]);
        assertEquals("me", claims.getString("iss"));
        assertEquals("me", claims.getString("sub"));
        assertEquals(world.as.issuer(), claims.getString("aud"));
        assertEquals(world.clock.instant().getEpochSecond(), claims.getInt("iat"));
        assertEquals(world.clock.instant().getEpochSecond() + 60, claims.getInt("exp"));
        assertTrue(claims.getString("jti").length() >= 22);
    }

    private static JsonObject json(String part) throws MalformedException {
        return StrictJson.create().readObject(Base64.getUrlDecoder().decode(part), JsonLimits.TOKEN_RESPONSE);
    }

    private static KeyPair ecKey() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        return generator.generateKeyPair();
    }
}
