package org.mcpoauth.client.registration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.security.KeyPairGenerator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mcpoauth.api.Issuer;
import org.mcpoauth.api.Secret;
import org.mcpoauth.api.client.ClientAuthentication;
import org.mcpoauth.api.client.SigningKey;
import org.mcpoauth.api.error.FailureCode;
import org.mcpoauth.api.error.ResponseViolationException;
import org.mcpoauth.api.metadata.AuthorizationServerMetadata;
import org.mcpoauth.api.metadata.ClientAuthenticationMethod;
import org.mcpoauth.api.metadata.ClientInformation;
import org.mcpoauth.api.metadata.ClientMetadata;
import org.mcpoauth.client.scripted.World;

/** What assertions are signed with (RFC 8414, section 2, {@code token_endpoint_auth_signing_alg_values_supported}). */
class AssertionAlgorithmsTest {
    private final World world = new World();

    @AfterEach
    void close() {
        world.close();
    }

    private ClientAuthentication chosen(
            String listed, ClientMetadata client, @Nullable Secret secret, @Nullable SigningKey key) {
        world.as.metadata.put("token_endpoint_auth_methods_supported", "[\"private_key_jwt\",\"client_secret_jwt\"]");
        world.as.metadata.put(
                "token_endpoint_auth_signing_alg_values_supported", "[\"" + listed.replace(" ", "\",\"") + "\"]");
        AuthorizationServerMetadata server =
                world.runtime.discovery().authorizationServer(Issuer.of(world.as.issuer()));
        ClientInformation information = ClientInformation.of(server.issuer(), "me", secret, client);
        return world.runtime
                .registration()
                .authenticate(server, information, key)
                .authentication();
    }

    private static ClientMetadata by(ClientAuthenticationMethod method) {
        return ClientMetadata.builder().tokenEndpointAuthMethod(method).build();
    }

    private static SigningKey key(String type, String algorithm) throws Exception {
        return new SigningKey(
                KeyPairGenerator.getInstance(type).generateKeyPair().getPrivate(), "kid", algorithm);
    }

    /** The key's own algorithm where it is listed, else another one of the same key. */
    @ParameterizedTest
    @CsvSource({
        "RSA, RS256, RS256 PS256, RS256",
        "RSA, RS256, ES256 PS256, PS256",
        "RSA, PS384, RS512, RS512",
        "Ed25519, EdDSA, Ed25519, Ed25519",
        "Ed25519, EdDSA, EdDSA, EdDSA"
    })
    void theServerSaysWhatTheKeySignsWith(String type, String own, String listed, String expected) throws Exception {
        ClientAuthentication chosen =
                chosen(listed, by(ClientAuthenticationMethod.PRIVATE_KEY_JWT), null, key(type, own));
        ClientAuthentication.PrivateKeyJwt jwt = (ClientAuthentication.PrivateKeyJwt) chosen;
        assertEquals(expected, jwt.key().algorithm());
        assertEquals("kid", jwt.key().keyId());
    }

    @Test
    void aKeyThatTheServerDoesNotTakeIsNotTried() throws Exception {
        SigningKey key = key("EC", "ES256");
        assertEquals(
                FailureCode.REGISTRATION_IMPOSSIBLE,
                assertThrows(
                                ResponseViolationException.class,
                                () -> chosen("RS256 EdDSA", by(ClientAuthenticationMethod.PRIVATE_KEY_JWT), null, key))
                        .code());
    }

    /** RFC 7591, section 2: what the client is registered for binds. */
    @Test
    void theRegisteredAlgorithmIsUsed() throws Exception {
        ClientMetadata registered = ClientMetadata.builder()
                .tokenEndpointAuthMethod(ClientAuthenticationMethod.PRIVATE_KEY_JWT)
                .tokenEndpointAuthSigningAlg("PS256")
                .build();
        ClientAuthentication.PrivateKeyJwt jwt =
                (ClientAuthentication.PrivateKeyJwt) chosen("RS256 PS256", registered, null, key("RSA", "RS256"));
        assertEquals("PS256", jwt.key().algorithm());
    }

    /** RFC 7518, section 3.2: a secret signs only with a hash that is not longer. */
    @ParameterizedTest
    @CsvSource({"HS256 HS512, 40, HS256", "HS384, 48, HS384", "HS512 RS256, 64, HS512"})
    void theSecretIsLongEnoughForItsMac(String listed, int length, String expected) {
        Secret secret = Secret.of("s".repeat(length));
        ClientAuthentication.ClientSecretJwt jwt = (ClientAuthentication.ClientSecretJwt)
                chosen(listed, by(ClientAuthenticationMethod.CLIENT_SECRET_JWT), secret, null);
        assertEquals(expected, jwt.algorithm());
    }

    @Test
    void aSecretTooShortForWhatIsListedIsNotTried() {
        Secret secret = Secret.of("s".repeat(40));
        assertThrows(
                ResponseViolationException.class,
                () -> chosen("HS512", by(ClientAuthenticationMethod.CLIENT_SECRET_JWT), secret, null));
    }
}
