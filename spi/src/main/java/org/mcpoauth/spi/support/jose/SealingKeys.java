package org.mcpoauth.spi.support.jose;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import org.mcpoauth.api.Secret;
import org.mcpoauth.api.error.ConfigurationException;
import org.mcpoauth.spi.support.codec.RandomIds;

/**
 * A ring of keys for one purpose: the first seals, all open, so that a key can be retired when nothing lives that it
 * sealed. What is sealed begins with the public identifier of its key and a nonce; both are authenticated. A nonce is
 * random, so one key seals 2^32 times at most (NIST SP 800-38D, section 8.3). Safe for use by several threads.
 */
public final class SealingKeys {
    /** What is unique for everything that was ever sealed: identifier and nonce, which come first. */
    public static final int STAMP_LENGTH = SealingKey.ID_LENGTH + SealingKey.NONCE_LENGTH;

    /** How many bytes longer a sealed text is. */
    public static final int OVERHEAD = STAMP_LENGTH + SealingKey.TAG_LENGTH;

    private static final int MIN_SECRET = 32;

    private final List<SealingKey> keys;
    private final RandomIds random;

    private SealingKeys(List<SealingKey> keys, RandomIds random) {
        this.keys = List.copyOf(keys);
        this.random = random;
    }

    /**
     * The ring of some secrets.
     *
     * @param secrets one or more, of 32 characters or more each
     * @param purpose what is sealed; rings for other purposes open none of it
     * @param key the configuration key that names them, for messages
     * @throws ConfigurationException if there is none, one is short, or two are the same
     */
    public static SealingKeys of(List<Secret> secrets, String purpose, String key, RandomIds random) {
        requireUsable(secrets, key);
        return new SealingKeys(
                secrets.stream()
                        .map(secret -> new SealingKey(secret.reveal().getBytes(StandardCharsets.UTF_8), purpose))
                        .toList(),
                random);
    }

    /**
     * The rules for secrets of a ring.
     *
     * @param key the configuration key that names them, for messages
     * @throws ConfigurationException if there is none, one is short, or two are the same
     */
    public static void requireUsable(List<Secret> secrets, String key) {
        if (secrets.isEmpty() || secrets.stream().anyMatch(SealingKeys::isShort)) {
            throw new ConfigurationException(key, "have 32 characters or more each");
        }
        if (new HashSet<>(secrets).size() < secrets.size()) {
            throw new ConfigurationException(key, "must differ from each other");
        }
    }

    /** A ring whose only key ends with the process. */
    public static SealingKeys ofProcess(String purpose, RandomIds random) {
        return new SealingKeys(List.of(new SealingKey(random.bytes(MIN_SECRET), purpose)), random);
    }

    /**
     * Seals bytes.
     *
     * @param context what they belong to; is authenticated and must be given again to open them
     */
    public byte[] seal(byte[] context, byte[] plain) {
        SealingKey key = keys.get(0);
        byte[] nonce = random.bytes(SealingKey.NONCE_LENGTH);
        return concat(concat(key.id(), nonce), key.seal(nonce, concat(context, key.id()), plain));
    }

    /** Opens sealed bytes; empty if they were changed, belong to something else, or no key of the ring sealed them. */
    public Optional<byte[]> open(byte[] context, byte[] sealed) {
        if (sealed.length < OVERHEAD) {
            return Optional.empty();
        }
        byte[] id = Arrays.copyOf(sealed, SealingKey.ID_LENGTH);
        byte[] nonce = Arrays.copyOfRange(sealed, SealingKey.ID_LENGTH, STAMP_LENGTH);
        byte[] text = Arrays.copyOfRange(sealed, STAMP_LENGTH, sealed.length);
        return keys.stream()
                .filter(key -> key.hasId(id))
                .findFirst()
                .flatMap(key -> key.open(nonce, concat(context, id), text));
    }

    /**
     * Secrets for another purpose, that of the first key first: whoever has the secrets of this ring has them too,
     * whatever the ring is for, and who has them knows nothing of those.
     *
     * @return of 43 characters each
     */
    public List<Secret> secrets(String other) {
        return keys.stream().map(key -> key.secret(other)).toList();
    }

    private static boolean isShort(Secret secret) {
        return secret.reveal().length() < MIN_SECRET;
    }

    private static byte[] concat(byte[] one, byte[] other) {
        return ByteBuffer.allocate(one.length + other.length)
                .put(one)
                .put(other)
                .array();
    }
}
