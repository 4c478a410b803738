package org.mcpoauth.spi.support.oauth;

import jakarta.json.JsonObject;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.Supplier;
import org.mcpoauth.api.client.ClientAuthentication.AssertionOptions;
import org.mcpoauth.api.client.ClientAuthentication.ClientSecretJwt;
import org.mcpoauth.api.client.ClientAuthentication.PrivateKeyJwt;
import org.mcpoauth.api.client.SigningKey;
import org.mcpoauth.api.error.ConfigurationException;
import org.mcpoauth.api.error.FailureCode;
import org.mcpoauth.spi.support.codec.RandomIds;
import org.mcpoauth.spi.support.jose.HmacAlgorithm;
import org.mcpoauth.spi.support.jose.JcaSignatures;
import org.mcpoauth.spi.support.jose.JwsAlgorithm;
import org.mcpoauth.spi.support.jose.JwsSigner;
import org.mcpoauth.spi.support.json.StrictJson;

/** Makes client assertions (RFC 7523, section 3): for the issuer, short-lived, each with its own {@code jti}. */
public final class ClientAssertions {
    private final StrictJson json;
    private final JcaSignatures signatures;
    private final RandomIds random;
    private final InstantSource clock;

    /**
     * Makes assertions.
     *
     * @param json writes them
     * @param signatures signs them
     * @param random makes their identifiers
     * @param clock tells when they are made
     */
    public ClientAssertions(StrictJson json, JcaSignatures signatures, RandomIds random, InstantSource clock) {
        this.json = json;
        this.signatures = signatures;
        this.random = random;
        this.clock = clock;
    }

    String withKey(OAuthCaller caller, PrivateKeyJwt method) {
        SigningKey key = method.key();
        JwsAlgorithm algorithm = JwsAlgorithm.named(key.algorithm()).orElseThrow(() -> unknown(key.algorithm()));
        return signed(
                caller,
                method.assertion(),
                () -> JwsSigner.ofTokens(json, signatures, key.key(), algorithm, key.keyId(), "JWT"));
    }

    String withSecret(OAuthCaller caller, ClientSecretJwt method) {
        HmacAlgorithm algorithm =
                HmacAlgorithm.named(method.algorithm()).orElseThrow(() -> unknown(method.algorithm()));
        return signed(caller, method.assertion(), () -> JwsSigner.ofClientSecret(json, method.secret(), algorithm));
    }

    private String signed(OAuthCaller caller, AssertionOptions options, Supplier<JwsSigner> signer) {
        JsonObject claims = options.modifier().modify(claims(caller, options));
        try {
            return signer.get().sign(claims);
        } catch (IllegalArgumentException | IllegalStateException e) {
            throw new ConfigurationException(
                    FailureCode.CONFIGURATION_INVALID, "client-key", "cannot sign: " + e.getMessage(), e);
        }
    }

    private JsonObject claims(OAuthCaller caller, AssertionOptions options) {
        Instant now = clock.instant();
        String audience = options.audience() == null ? caller.server().value() : options.audience();
        return json.object()
                .add("iss", caller.clientId())
                .add("sub", caller.clientId())
                .add("aud", audience)
                .add("jti", random.next())
                .add("iat", now.getEpochSecond())
                .add("exp", now.plus(options.lifetime()).getEpochSecond())
                .build();
    }

    private static ConfigurationException unknown(String algorithm) {
        return new ConfigurationException("client-key-algorithm", "no such algorithm: " + algorithm);
    }
}
