package org.mcpoauth.client.grant;

import jakarta.json.JsonObject;
import java.time.Instant;
import java.util.function.Supplier;
import org.mcpoauth.api.client.ClientAuthentication.AssertionOptions;
import org.mcpoauth.api.client.ClientAuthentication.ClientSecretJwt;
import org.mcpoauth.api.client.ClientAuthentication.PrivateKeyJwt;
import org.mcpoauth.api.client.RegisteredClient;
import org.mcpoauth.api.client.SigningKey;
import org.mcpoauth.api.error.ConfigurationException;
import org.mcpoauth.api.error.FailureCode;
import org.mcpoauth.client.Toolkit;
import org.mcpoauth.spi.support.jose.HmacAlgorithm;
import org.mcpoauth.spi.support.jose.JwsAlgorithm;
import org.mcpoauth.spi.support.jose.JwsSigner;

/** Makes client assertions (RFC 7523, section 3): for the issuer, short-lived, each with its own {@code jti}. */
final class ClientAssertions {
    private final Toolkit toolkit;

    ClientAssertions(Toolkit toolkit) {
        this.toolkit = toolkit;
    }

    String withKey(RegisteredClient client, PrivateKeyJwt method) {
        SigningKey key = method.key();
        JwsAlgorithm algorithm = JwsAlgorithm.named(key.algorithm()).orElseThrow(() -> unknown(key.algorithm()));
        return signed(
                client,
                method.assertion(),
                () -> JwsSigner.ofTokens(
                        toolkit.json(), toolkit.signatures(), key.key(), algorithm, key.keyId(), "JWT"));
    }

    String withSecret(RegisteredClient client, ClientSecretJwt method) {
        HmacAlgorithm algorithm =
                HmacAlgorithm.named(method.algorithm()).orElseThrow(() -> unknown(method.algorithm()));
        return signed(
                client, method.assertion(), () -> JwsSigner.ofClientSecret(toolkit.json(), method.secret(), algorithm));
    }

    private String signed(RegisteredClient client, AssertionOptions options, Supplier<JwsSigner> signer) {
        JsonObject claims = claims(client, options);
        try {
            return signer.get().sign(claims);
        } catch (IllegalArgumentException | IllegalStateException e) {
            throw new ConfigurationException(
                    FailureCode.CONFIGURATION_INVALID, "client-key", "cannot sign: " + e.getMessage(), e);
        }
    }

    private JsonObject claims(RegisteredClient client, AssertionOptions options) {
        Instant now = toolkit.clock().instant();
        String clientId = client.information().clientId();
        String audience = options.audience() == null ? client.server().issuer().value() : options.audience();
        return toolkit.json()
                .object()
                .add("iss", clientId)
                .add("sub", clientId)
                .add("aud", audience)
                .add("jti", toolkit.random().next())
                .add("iat", now.getEpochSecond())
                .add("exp", now.plus(options.lifetime()).getEpochSecond())
                .build();
    }

    private static ConfigurationException unknown(String algorithm) {
        return new ConfigurationException("client-key-algorithm", "no such algorithm: " + algorithm);
    }
}
