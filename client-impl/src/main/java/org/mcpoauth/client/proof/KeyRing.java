package org.mcpoauth.client.proof;

import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.api.client.DPoPKey;
import org.mcpoauth.api.error.ConfigurationException;
import org.mcpoauth.api.error.FailureCode;
import org.mcpoauth.client.Toolkit;
import org.mcpoauth.spi.support.jose.JwsAlgorithm;

/**
 * The keys of one configured client: the configured one, or one per algorithm, made when it is first
 * needed and lost with the process. Users of an application are told apart by their tokens, so they share
 * it. Safe for use by several threads.
 */
final class KeyRing {
    private final Toolkit toolkit;
    private final StandardProofs proofs;
    private final @Nullable ProofKey configured;
    private final ConcurrentMap<String, ProofKey> made = new ConcurrentHashMap<>();

    KeyRing(Toolkit toolkit, @Nullable DPoPKey configured) {
        this.toolkit = toolkit;
        this.proofs = new StandardProofs(toolkit);
        this.configured = configured == null ? null : checked(toolkit, configured);
    }

    ProofKey forAlgorithm(JwsAlgorithm algorithm) {
        return configured != null
                ? configured
                : made.computeIfAbsent(algorithm.wireName(), name -> ProofKey.of(toolkit, proofs.generate(name)));
    }

    /** The key that a token is bound to, unless it is gone. */
    Optional<ProofKey> find(String thumbprint) {
        return Stream.concat(Stream.ofNullable(configured), made.values().stream())
                .filter(key -> key.thumbprint().equals(thumbprint))
                .findFirst();
    }

    private static ProofKey checked(Toolkit toolkit, DPoPKey key) {
        try {
            return ProofKey.of(toolkit, key);
        } catch (IllegalArgumentException e) {
            throw new ConfigurationException(
                    FailureCode.CONFIGURATION_INVALID, "dpop.key-file", String.valueOf(e.getMessage()), e);
        }
    }
}
