package org.mcpoauth.server.token;

import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.api.error.ConfigurationException;
import org.mcpoauth.api.error.FailureCode;
import org.mcpoauth.spi.Changing;
import org.mcpoauth.spi.support.codec.MalformedException;
import org.mcpoauth.spi.support.jose.JwsAlgorithm;
import org.mcpoauth.spi.support.jose.VerificationKey;

/** The keys of an issuer that are configured; nothing else is ever asked for. */
final class ConfiguredKeys implements KeyCandidates {
    private final Changing<List<VerificationKey>> keys;
    private volatile List<VerificationKey> seen;
    private final List<Runnable> whenKeysGo = new CopyOnWriteArrayList<>();

    private ConfiguredKeys(Changing<List<VerificationKey>> keys) {
        this.keys = keys;
        this.seen = keys.current();
    }

    /**
     * Checks configured keys.
     *
     * @throws ConfigurationException if one is weak or does not fit its algorithm
     */
    static ConfiguredKeys of(Changing<List<org.mcpoauth.spi.key.VerificationKey>> configured) {
        return new ConfiguredKeys(
                configured.map(all -> all.stream().map(ConfiguredKeys::checked).toList()));
    }

    @Override
    public List<VerificationKey> candidates(@Nullable String keyId, JwsAlgorithm algorithm) {
        return known().stream()
                .filter(key -> key.fits(algorithm) && (keyId == null || keyId.equals(key.keyId())))
                .toList();
    }

    @Override
    public void whenKeysGo(Runnable action) {
        whenKeysGo.add(action);
    }

    @Override
    public void look() {
        known();
    }

    private List<VerificationKey> known() {
        List<VerificationKey> now = keys.current();
        List<VerificationKey> before = seen;
        if (now != before) {
            // two threads may both do it, which is no harm
            if (!isAmong(before, now)) {
                whenKeysGo.forEach(Runnable::run);
            }
            // only then, so that no other thread goes on before it is done
            seen = now;
        }
        return now;
    }

    private static boolean isAmong(List<VerificationKey> keys, List<VerificationKey> others) {
        return keys.stream().allMatch(key -> others.stream().anyMatch(other -> isSame(key, other)));
    }

    private static boolean isSame(VerificationKey one, VerificationKey other) {
        return Objects.equals(one.keyId(), other.keyId())
                && Objects.equals(one.algorithm(), other.algorithm())
                && one.publicKey().equals(other.publicKey());
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
