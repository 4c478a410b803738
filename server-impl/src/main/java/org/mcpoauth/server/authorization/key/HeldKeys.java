package org.mcpoauth.server.authorization.key;

import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.mcpoauth.spi.key.VerificationKey;
import org.mcpoauth.spi.support.codec.MalformedException;
import org.mcpoauth.spi.support.codec.MalformedException.Fault;
import org.mcpoauth.spi.support.jose.SigningKey;

/**
 * The keys of one moment.
 *
 * @param signing the key that signs
 * @param verifying all keys, published under different key ids
 */
record HeldKeys(org.mcpoauth.api.client.SigningKey signing, List<VerificationKey> verifying) {
    HeldKeys {
        verifying = List.copyOf(verifying);
    }

    /**
     * The keys of a ring.
     *
     * @param further verify only
     * @throws MalformedException if two have the same key id
     */
    static HeldKeys of(SigningKey signing, List<org.mcpoauth.spi.support.jose.VerificationKey> further)
            throws MalformedException {
        List<VerificationKey> all = Stream.concat(Stream.of(signing.verificationKey()), further.stream())
                .map(HeldKeys::published)
                .toList();
        Set<String> ids = new HashSet<>();
        if (!all.stream().allMatch(key -> ids.add(key.keyId()))) {
            throw new MalformedException(Fault.KEY, "two keys have the same id");
        }
        return new HeldKeys(
                new org.mcpoauth.api.client.SigningKey(
                        signing.privateKey(),
                        all.get(0).keyId(),
                        signing.algorithm().wireName()),
                all);
    }

    private static VerificationKey published(org.mcpoauth.spi.support.jose.VerificationKey key) {
        return new VerificationKey(
                key.publicKey(),
                Objects.requireNonNullElseGet(key.keyId(), key::thumbprint),
                Objects.requireNonNullElseGet(key.algorithm(), key::suggestedAlgorithm)
                        .wireName());
    }
}
