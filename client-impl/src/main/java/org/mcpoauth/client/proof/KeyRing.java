package org.mcpoauth.client.proof;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.api.client.DPoPKey;
import org.mcpoauth.api.error.ConfigurationException;
import org.mcpoauth.api.error.FailureCode;
import org.mcpoauth.client.Toolkit;
import org.mcpoauth.spi.Changing;
import org.mcpoauth.spi.support.jose.JwsAlgorithm;

/**
 * The keys of one configured client: the configured one, or one per algorithm, made when it is first
 * needed and lost with the process. Tokens stay bound to the key they were bound to, so that the last eight which were
 * exchanged are kept for them as long as the process lives. Users of an application are told apart by their tokens, so they share
 * it. Safe for use by several threads.
 */
final class KeyRing {
    /** The one of now and the last eight. */
    private static final int MOST_SEEN = 9;

    private final Toolkit toolkit;
    private final StandardProofs proofs;
    private final @Nullable Changing<ProofKey> configured;
    /** Configured keys, the latest first. */
    private final AtomicReference<List<ProofKey>> seen;

    private final ConcurrentMap<String, ProofKey> made = new ConcurrentHashMap<>();

    KeyRing(Toolkit toolkit, @Nullable Changing<DPoPKey> configured) {
        this.toolkit = toolkit;
        this.proofs = new StandardProofs(toolkit);
        this.configured = configured == null ? null : configured.map(key -> checked(toolkit, key));
        this.seen = new AtomicReference<>(this.configured == null ? List.of() : List.of(this.configured.current()));
    }

    ProofKey forAlgorithm(JwsAlgorithm algorithm) {
        return current()
                .orElseGet(() -> made.computeIfAbsent(
                        algorithm.wireName(), name -> ProofKey.of(toolkit, proofs.generate(name))));
    }

    /** The key that a token is bound to, unless it is gone. */
    Optional<ProofKey> find(String thumbprint) {
        // asked first, so that it is among those seen
        Stream<ProofKey> now = current().stream();
        return Stream.of(now, seen().stream(), made.values().stream())
                .flatMap(keys -> keys)
                .filter(key -> key.thumbprint().equals(thumbprint))
                .findFirst();
    }

    private Optional<ProofKey> current() {
        if (configured == null) {
            return Optional.empty();
        }
        ProofKey now = configured.current();
        if (seen().get(0) != now) {
            seen.updateAndGet(before -> with(now, before));
        }
        return Optional.of(now);
    }

    private List<ProofKey> seen() {
        return Objects.requireNonNull(seen.get());
    }

    private static List<ProofKey> with(ProofKey now, List<ProofKey> before) {
        Stream<ProofKey> others =
                before.stream().filter(key -> !key.thumbprint().equals(now.thumbprint()));
        return Stream.concat(Stream.of(now), others).limit(MOST_SEEN).toList();
    }

    private static ProofKey checked(Toolkit toolkit, DPoPKey key) {
        try {
            return ProofKey.of(toolkit, key);
        } catch (IllegalArgumentException e) {
            throw new ConfigurationException(
                    FailureCode.CONFIGURATION_INVALID, "dpop.key", String.valueOf(e.getMessage()), e);
        }
    }
}
