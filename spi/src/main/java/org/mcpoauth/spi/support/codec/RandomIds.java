package org.mcpoauth.spi.support.codec;

import java.security.SecureRandom;

/** Makes texts that nobody can guess: codes, tokens, states, session identifiers. Thread-safe. */
public final class RandomIds {
    private static final int STRENGTH = 32;

    private final SecureRandom random;

    /** Draws from the platform's default source. */
    public RandomIds() {
        this(new SecureRandom());
    }

    /**
     * Draws from a given source.
     *
     * @param random the source
     */
    public RandomIds(SecureRandom random) {
        this.random = random;
    }

    /**
     * A text of 256 random bits.
     *
     * @return 43 characters of base64url
     */
    public String next() {
        return Base64Url.encode(bytes(STRENGTH));
    }

    /**
     * Random bytes.
     *
     * @param count how many
     * @return a new array
     */
    public byte[] bytes(int count) {
        byte[] bytes = new byte[count];
        random.nextBytes(bytes);
        return bytes;
    }
}
