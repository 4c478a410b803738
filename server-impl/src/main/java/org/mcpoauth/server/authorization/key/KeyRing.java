package org.mcpoauth.server.authorization.key;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.api.error.ConfigurationException;
import org.mcpoauth.api.error.FailureCode;
import org.mcpoauth.api.error.McpOAuthException;
import org.mcpoauth.api.error.StorageException;
import org.mcpoauth.spi.key.KeySource;
import org.mcpoauth.spi.support.codec.MalformedException;
import org.mcpoauth.spi.support.jose.JwkSet;
import org.mcpoauth.spi.support.jose.JwsAlgorithm;
import org.mcpoauth.spi.support.jose.SigningKey;
import org.mcpoauth.spi.support.jose.VerificationKey;

/**
 * The checked keys of a {@link KeySource}. The source is asked each time, so that rotation shows at once;
 * checking, which costs a signature, is done only when it gives other keys than before.
 */
public final class KeyRing {
    private static final System.Logger LOG = System.getLogger("org.mcpoauth.server.authorization.key");
    private static final String KEY = "signing-keys";

    private final KeySource source;
    private final AtomicBoolean isFailing = new AtomicBoolean();
    private volatile @Nullable Public published;
    private volatile @Nullable Private signing;
    private volatile List<String> algorithms = List.of();

    /**
     * Reads from a source.
     *
     * @param source gives the keys
     */
    public KeyRing(KeySource source) {
        this.source = source;
    }

    /**
     * The keys that verify.
     *
     * @return the keys; the same object as long as the source gives the same keys
     * @throws ConfigurationException if one cannot be used
     * @throws StorageException if the source fails
     */
    public JwkSet verificationKeys() {
        List<org.mcpoauth.spi.key.VerificationKey> given = ask(source::verificationKeys);
        Public known = published;
        if (known == null || !known.given().equals(given)) {
            known = new Public(List.copyOf(given), checked(given));
            published = known;
        }
        return known.keys();
    }

    /**
     * The key to sign with now.
     *
     * @return the key; the same object as long as the source gives the same key
     * @throws ConfigurationException if it cannot be used or its public half is not published
     * @throws StorageException if the source fails
     */
    public SigningKey signingKey() {
        org.mcpoauth.api.client.SigningKey given = ask(source::signingKey);
        Private known = signing;
        if (known == null || !known.given().equals(given)) {
            known = new Private(given, checked(given));
            signing = known;
        }
        return known.key();
    }

    /**
     * What is signed with, now and with the keys to come. A source that fails is told in the log, once until it answers
     * again, and the known algorithms stay.
     *
     * @return the names of the algorithms, that of the signing key first; the same object as long as they are the same
     * @throws RuntimeException what the source throws as long as no algorithm is known
     */
    public List<String> algorithms() {
        List<String> known = algorithms;
        List<String> now;
        try {
            now = named();
            isFailing.set(false);
        } catch (RuntimeException e) {
            if (known.isEmpty()) {
                throw e;
            }
            tellOnce(e);
            now = known;
        }
        if (known.equals(now)) {
            return known;
        }
        algorithms = now;
        return now;
    }

    private List<String> named() {
        return Stream.concat(
                        Stream.of(source.signingKey().algorithm()),
                        source.verificationKeys().stream().map(org.mcpoauth.spi.key.VerificationKey::algorithm))
                .distinct()
                .toList();
    }

    /** The text of a failure may hold what only its source knows. */
    private void tellOnce(RuntimeException e) {
        if (isFailing.compareAndSet(false, true)) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    () -> "MCPO4646 the source of the signing keys fails, which is told once; metadata name the"
                            + " algorithms of before: "
                            + e.getClass().getName());
        }
    }

    /** A source may be far away, and what it throws is its own. */
    private static <T> T ask(Supplier<T> keys) {
        try {
            return keys.get();
        } catch (McpOAuthException known) {
            throw known;
        } catch (RuntimeException failure) {
            throw unavailable(failure);
        }
    }

    static StorageException unavailable(RuntimeException failure) {
        return new StorageException(FailureCode.STORE_UNAVAILABLE, "the signing keys cannot be used now", failure);
    }

    private static JwkSet checked(List<org.mcpoauth.spi.key.VerificationKey> given) {
        List<VerificationKey> keys = new ArrayList<>(given.size());
        for (org.mcpoauth.spi.key.VerificationKey key : given) {
            try {
                keys.add(VerificationKey.of(key.key(), key.keyId(), algorithm(key.algorithm())));
            } catch (MalformedException e) {
                throw unusable(e);
            }
        }
        return JwkSet.of(keys);
    }

    private SigningKey checked(org.mcpoauth.api.client.SigningKey given) {
        JwsAlgorithm algorithm = algorithm(given.algorithm());
        VerificationKey half = verificationKeys().candidates(given.keyId(), algorithm).stream()
                .findFirst()
                .orElseThrow(() -> new ConfigurationException(KEY, "the signing key is not among the published keys"));
        try {
            return SigningKey.of(given.key(), half.publicKey(), given.keyId(), algorithm);
        } catch (MalformedException e) {
            throw unusable(e);
        }
    }

    private static JwsAlgorithm algorithm(String name) {
        return JwsAlgorithm.named(name)
                .orElseThrow(() -> new ConfigurationException(KEY, "the algorithm of a key is not supported"));
    }

    private static ConfigurationException unusable(MalformedException cause) {
        return new ConfigurationException(KEY, "a key cannot be used: " + cause.getMessage());
    }

    private record Public(List<org.mcpoauth.spi.key.VerificationKey> given, JwkSet keys) {}

    private record Private(org.mcpoauth.api.client.SigningKey given, SigningKey key) {}
}
