package org.mcpoauth.cdi.config;

import java.security.KeyPair;
import java.util.Optional;
import org.mcpoauth.api.client.DPoPKey;
import org.mcpoauth.spi.Changing;
import org.mcpoauth.spi.client.PossessionRules;
import org.mcpoauth.spi.client.PossessionRules.Mode;
import org.mcpoauth.spi.support.jose.JwsAlgorithm;
import org.mcpoauth.spi.support.jose.SigningKey;

/** Reads whether a client binds its tokens to a key (RFC 9449). */
final class ClientPossessionSettings {
    private ClientPossessionSettings() {}

    static PossessionRules rules(Settings settings) {
        Optional<JwsAlgorithm> algorithm = settings.parsed(ConfigurationKey.CLIENT_DPOP_ALGORITHM, ClientKeys::named);
        Group<PossessionRules> rules = settings.group(Role.CLIENT, PossessionRules.DEFAULT);
        rules.with(settings.choice(ConfigurationKey.CLIENT_DPOP, Mode.class), PossessionRules::withMode);
        rules.with(algorithm.map(JwsAlgorithm::wireName), PossessionRules::withAlgorithm);
        rules.with(key(settings), PossessionRules::withKey);
        return rules.value();
    }

    private static Optional<Changing<DPoPKey>> key(Settings settings) {
        return ClientKeys.privateKey(
                        settings,
                        ConfigurationKey.CLIENT_DPOP_KEY,
                        ConfigurationKey.CLIENT_DPOP_KEY_FILE,
                        ConfigurationKey.CLIENT_DPOP_ALGORITHM)
                .map(keys -> keys.map(ClientPossessionSettings::pair));
    }

    private static DPoPKey pair(SigningKey key) {
        return new DPoPKey(
                new KeyPair(key.verificationKey().publicKey(), key.privateKey()),
                key.algorithm().wireName());
    }
}
