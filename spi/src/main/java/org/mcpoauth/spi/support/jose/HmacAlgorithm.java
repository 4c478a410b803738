package org.mcpoauth.spi.support.jose;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Optional;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.mcpoauth.api.Secret;

/**
 * The MAC algorithms (RFC 7518, section 3.2), for the client authentication {@code client_secret_jwt}
 * alone. Their key is a client secret, by type never a public key.
 */
public enum HmacAlgorithm {
    /** HMAC with SHA-256. */
    HS256("HmacSHA256", 32),
    /** HMAC with SHA-384. */
    HS384("HmacSHA384", 48),
    /** HMAC with SHA-512. */
    HS512("HmacSHA512", 64);

    private final String jcaName;
    private final int size;

    HmacAlgorithm(String jcaName, int size) {
        this.jcaName = jcaName;
        this.size = size;
    }

    /**
     * Finds an algorithm by its name in the {@code alg} member, compared exactly.
     *
     * @param wireName the name
     * @return the algorithm; empty for everything else
     */
    public static Optional<HmacAlgorithm> named(String wireName) {
        return Stream.of(values())
                .filter(algorithm -> algorithm.wireName().equals(wireName))
                .findFirst();
    }

    /**
     * The name in the {@code alg} member.
     *
     * @return the name
     */
    public String wireName() {
        return name();
    }

    /**
     * Whether a secret is long enough: it must have at least as many octets as the hash.
     *
     * @param secret the client secret
     * @return {@code true} if it may be used
     */
    public boolean accepts(Secret secret) {
        return accepts(octets(secret));
    }

    boolean accepts(byte[] key) {
        return key.length >= size;
    }

    /**
     * The MAC of an input.
     *
     * @param secret the key as text
     * @param input the input
     * @return the octets
     */
    public byte[] mac(Secret secret, byte[] input) {
        return mac(octets(secret), input);
    }

    byte[] mac(byte[] key, byte[] input) {
        return mac(key, input, input.length);
    }

    /** The MAC of the first octets of an input. */
    byte[] mac(byte[] key, byte[] input, int length) {
        try {
            Mac mac = Mac.getInstance(jcaName);
            mac.init(new SecretKeySpec(key, jcaName));
            mac.update(input, 0, length);
            return mac.doFinal();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java platform lacks " + jcaName, e);
        }
    }

    static byte[] octets(Secret secret) {
        return secret.reveal().getBytes(StandardCharsets.UTF_8);
    }
}
