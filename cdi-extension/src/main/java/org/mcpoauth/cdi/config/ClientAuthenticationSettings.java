package org.mcpoauth.cdi.config;

import jakarta.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.api.client.ClientAuthentication.AssertionOptions;
import org.mcpoauth.api.client.SigningKey;
import org.mcpoauth.api.metadata.ClientAuthenticationMethod;
import org.mcpoauth.spi.Changing;
import org.mcpoauth.spi.support.codec.MalformedException;
import org.mcpoauth.spi.support.jose.JwkSet;
import org.mcpoauth.spi.support.jose.VerificationKey;
import org.mcpoauth.spi.support.json.StrictJson;

/** Reads how a client authenticates at the token endpoint (RFC 6749, section 2.3; RFC 7523; RFC 8705). */
final class ClientAuthenticationSettings {
    private static final List<ClientAuthenticationMethod> METHODS = List.of(
            ClientAuthenticationMethod.NONE,
            ClientAuthenticationMethod.CLIENT_SECRET_BASIC,
            ClientAuthenticationMethod.CLIENT_SECRET_POST,
            ClientAuthenticationMethod.CLIENT_SECRET_JWT,
            ClientAuthenticationMethod.PRIVATE_KEY_JWT,
            ClientAuthenticationMethod.TLS_CLIENT_AUTH,
            ClientAuthenticationMethod.SELF_SIGNED_TLS_CLIENT_AUTH);

    private ClientAuthenticationSettings() {}

    static Optional<ClientAuthenticationMethod> method(Settings settings) {
        return settings.parsed(
                ConfigurationKey.CLIENT_AUTH_METHOD, text -> Settings.authenticationMethod(text, METHODS));
    }

    /**
     * The key of the text or file, else that of the store. One whose public half the client says itself stays, because
     * servers know no other.
     */
    static Optional<Changing<SigningKey>> key(Settings settings) {
        Optional<Changing<SigningKey>> key =
                ClientKeys.OF_CLIENT.read(settings).or(() -> ClientKeyStore.read(settings));
        boolean isSaid = settings.find(ConfigurationKey.CLIENT_ID).isEmpty();
        return isSaid ? key.map(Changing::current).map(Changing::of) : key;
    }

    /** What servers verify assertions with (RFC 7591, section 2); under the name that assertions give. */
    static Optional<JsonObject> publishedKeys(Settings settings) {
        boolean isUsed = method(settings)
                .filter(ClientAuthenticationMethod.PRIVATE_KEY_JWT::equals)
                .isPresent();
        return isUsed
                ? ClientKeys.OF_CLIENT
                        .readWithPublicHalf(settings)
                        .or(() -> ClientKeyStore.readWithPublicHalf(settings))
                        .map(key -> publishedKey(settings, key.current()))
                : Optional.empty();
    }

    private static JsonObject publishedKey(Settings settings, org.mcpoauth.spi.support.jose.SigningKey key) {
        VerificationKey half = key.verificationKey();
        String keyId = settings.text(ConfigurationKey.CLIENT_KEY_ID).orElse(half.keyId());
        try {
            return JwkSet.of(List.of(VerificationKey.of(half.publicKey(), keyId, key.algorithm())))
                    .write(StrictJson.create());
        } catch (MalformedException e) {
            throw new IllegalStateException("a key that was usable is not", e);
        }
    }

    static AssertionOptions assertion(Settings settings) {
        String audience =
                settings.text(ConfigurationKey.CLIENT_ASSERTION_AUDIENCE).orElse(null);
        return settings.duration(ConfigurationKey.CLIENT_ASSERTION_LIFESPAN)
                .map(lifespan -> options(settings, lifespan, audience))
                .orElse(new AssertionOptions(AssertionOptions.DEFAULT.lifetime(), audience));
    }

    private static AssertionOptions options(Settings settings, Duration lifespan, @Nullable String audience) {
        try {
            return new AssertionOptions(lifespan, audience);
        } catch (IllegalArgumentException e) {
            settings.problem(ConfigurationKey.CLIENT_ASSERTION_LIFESPAN, "is above zero and at most 5 minutes");
            return AssertionOptions.DEFAULT;
        }
    }
}
