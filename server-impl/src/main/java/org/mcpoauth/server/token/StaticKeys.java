package org.mcpoauth.server.token;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.api.error.ConfigurationException;
import org.mcpoauth.api.error.FailureCode;
import org.mcpoauth.spi.support.codec.MalformedException;
import org.mcpoauth.spi.support.jose.JwsAlgorithm;
import org.mcpoauth.spi.support.jose.VerificationKey;

/** The keys of an issuer that were configured; nothing else is ever asked for. */
final class StaticKeys implements KeyCandidates {
    private final List<VerificationKey> keys;

    private StaticKeys(List<VerificationKey> keys) {
        this.keys = keys;
    }

    /**
     * Checks configured keys.
     *
     * @throws ConfigurationException if one is weak or does not fit its algorithm
     */
    static StaticKeys of(List<org.mcpoauth.spi.key.VerificationKey> configured) {
        List<VerificationKey> keys = new ArrayList<>();
        for (org.mcpoauth.spi.key.VerificationKey key : configured) {
            keys.add(checked(key));
        }
        return new StaticKeys(List.copyOf(keys));
    }

    @Override
    public List<VerificationKey> candidates(@Nullable String keyId, JwsAlgorithm algorithm) {
        return keys.stream()
                .filter(key -> key.fits(algorithm) && (keyId == null || keyId.equals(key.keyId())))
                .toList();
    }

    private static VerificationKey checked(org.mcpoauth.spi.key.VerificationKey key) {
        JwsAlgorithm algorithm = JwsAlgorithm.named(key.algorithm())
                .orElseThrow(
                        () -> new ConfigurationException("keys", "a key is for an algorithm that is not known here"));
        try {
            return VerificationKey.of(key.key(), key.keyId(), algorithm);
        } catch (MalformedException e) {
            throw new ConfigurationException(FailureCode.CONFIGURATION_INVALID, "keys", "a key is not usable", e);
        }
    }
}
