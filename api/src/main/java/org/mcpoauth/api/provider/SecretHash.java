package org.mcpoauth.api.provider;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.mcpoauth.api.Secret;

/**
 * A secret as it is kept: its SHA-256 digest. Right for secrets that were made with enough randomness,
 * as those of this library are; not for passwords people choose.
 *
 * @param sha256 the digest, 64 lower-case hexadecimal digits
 */
public record SecretHash(String sha256) {
    private static final int DIGITS = 64;

    /**
     * Checks the form.
     *
     * @throws IllegalArgumentException if the text is not such a digest
     */
    public SecretHash {
        boolean valid = sha256.length() == DIGITS
                && sha256.chars().allMatch(c -> (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'));
        if (!valid) {
            throw new IllegalArgumentException("not a SHA-256 digest");
        }
    }

    /**
     * The digest of a secret.
     *
     * @param secret the secret
     * @return its digest
     */
    public static SecretHash of(Secret secret) {
        return new SecretHash(digest(secret.reveal()));
    }

    /**
     * Compares with a presented secret in constant time.
     *
     * @param presented what a client sent
     * @return {@code true} if it is the secret
     */
    public boolean matches(Secret presented) {
        return MessageDigest.isEqual(
                sha256.getBytes(StandardCharsets.US_ASCII),
                digest(presented.reveal()).getBytes(StandardCharsets.US_ASCII));
    }

    /** Gives a mask. */
    @Override
    public String toString() {
        return "SecretHash[***]";
    }

    private static String digest(String text) {
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(sha256.digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
