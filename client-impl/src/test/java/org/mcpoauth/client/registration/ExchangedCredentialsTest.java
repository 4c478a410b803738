package org.mcpoauth.client.registration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.util.Base64;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.mcpoauth.api.McpOAuthClient;
import org.mcpoauth.api.Secret;
import org.mcpoauth.api.client.SigningKey;
import org.mcpoauth.api.error.ErrorCode;
import org.mcpoauth.api.error.OAuthErrorException;
import org.mcpoauth.api.metadata.ClientAuthenticationMethod;
import org.mcpoauth.api.metadata.ClientMetadata;
import org.mcpoauth.client.scripted.Answer;
import org.mcpoauth.client.scripted.World;
import org.mcpoauth.spi.Changing;
import org.mcpoauth.spi.ClientConfiguration;
import org.mcpoauth.spi.ClientConfiguration.GrantKind;

/** Secrets and keys that are exchanged while a client is at work (RFC 6749, section 2.3). */
class ExchangedCredentialsTest {
    private static final Duration AFTER_THE_END = Duration.ofSeconds(3600 + 20);

    private final World world = new World();
    private volatile Secret secret = Secret.of("old");
    private volatile @Nullable SigningKey key;
    private final Changing<Secret> secretInFile = () -> secret;
    private final Changing<SigningKey> keyInFile = () -> Objects.requireNonNull(key);

    @AfterEach
    void close() {
        world.close();
    }

    private ClientConfiguration.Builder service(ClientMetadata metadata) {
        world.as.issuesRefreshTokens = false;
        return ClientConfiguration.builder("crm", world.serverUrl(), metadata)
                .grant(GrantKind.CLIENT_CREDENTIALS)
                .clientId("svc");
    }

    private static String basic(String secret) {
        return "Basic " + Base64.getEncoder().encodeToString(("svc:" + secret).getBytes(StandardCharsets.US_ASCII));
    }

    /** The server takes only one secret at a time. */
    private void accept(String secret) {
        world.as.token = request -> basic(secret).equals(request.header("Authorization"))
                ? world.as.grant(request)
                : Answer.json(401, "{\"error\":\"invalid_client\"}");
    }

    @Test
    void aClientThatIsRefusedGoesOnWithTheNewSecret() throws Exception {
        world.as.metadata.put("token_endpoint_auth_methods_supported", "[\"client_secret_basic\"]");
        McpOAuthClient client =
                world.runtime.client(service(ClientMetadata.builder().build())
                        .clientSecret(secretInFile)
                        .build());
        accept("old");
        assertEquals(200, world.call(client, "read").statusCode());

        accept("new");
        world.clock.advance(AFTER_THE_END);
        OAuthErrorException refused = assertThrows(OAuthErrorException.class, client::accessToken);
        assertEquals(ErrorCode.INVALID_CLIENT, refused.error());

        secret = Secret.of("new");
        // a client that was refused does not ask again at once
        world.clock.advance(Duration.ofMinutes(1));
        assertEquals(200, world.call(client, "read").statusCode());
    }

    @Test
    void aRefreshIsMadeWithTheNewSecret() throws Exception {
        world.as.metadata.put("token_endpoint_auth_methods_supported", "[\"client_secret_basic\"]");
        McpOAuthClient client = world.runtime.client(
                world.configuration().clientId("svc").clientSecret(secretInFile).build());
        world.as.token = request -> world.as.issue("read");
        assertEquals(200, world.call(client, "read").statusCode());
        secret = Secret.of("new");
        accept("new");
        world.clock.advance(AFTER_THE_END);
        assertEquals(200, world.call(client, "read").statusCode());
        assertEquals("refresh_token", world.as.http.last("/token").form("grant_type"));
    }

    @Test
    void theNextAssertionIsSignedWithTheNewKey() throws Exception {
        key = key("one");
        world.as.metadata.put("token_endpoint_auth_methods_supported", "[\"private_key_jwt\"]");
        McpOAuthClient client = world.runtime.client(service(ClientMetadata.builder()
                        .tokenEndpointAuthMethod(ClientAuthenticationMethod.PRIVATE_KEY_JWT)
                        .build())
                .clientKey(keyInFile)
                .build());
        assertEquals(200, world.call(client, "read").statusCode());
        String first = header(world.as.http.last("/token").form("client_assertion"));
        key = key("two");
        world.clock.advance(AFTER_THE_END);
        assertEquals(200, world.call(client, "read").statusCode());
        String second = header(world.as.http.last("/token").form("client_assertion"));
        assertNotEquals(first, second);
        assertTrue(second.contains("\"kid\":\"two\""), second);
    }

    private static String header(String assertion) {
        return new String(Base64.getUrlDecoder().decode(assertion.split("\\.", -1)[0]), StandardCharsets.UTF_8);
    }

    private static SigningKey key(String id) throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        KeyPair pair = generator.generateKeyPair();
        return new SigningKey(pair.getPrivate(), id, "ES256");
    }
}
