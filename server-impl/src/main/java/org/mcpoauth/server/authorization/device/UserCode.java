package org.mcpoauth.server.authorization.device;

import java.util.Locale;
import java.util.Optional;
import org.mcpoauth.spi.support.codec.RandomIds;
import org.mcpoauth.spi.support.codec.Sha256;

/**
 * The code a user types (RFC 8628, section 6.1): eight consonants, which spell no words and are told from each
 * other, 34.5 bits. Case, dashes and blanks do not matter.
 *
 * @param letters the letters
 */
public record UserCode(String letters) {
    private static final String ALPHABET = "BCDFGHJKLMNPQRSTVWXZ";
    private static final int LENGTH = 8;
    private static final int HALF = LENGTH / 2;
    private static final int MAX_TYPED = 32;
    // the largest multiple of the alphabet in a byte, so that no letter is more likely
    private static final int FAIR = 240;

    /** Makes a code. */
    static UserCode next(RandomIds random) {
        StringBuilder letters = new StringBuilder(LENGTH);
        while (letters.length() < LENGTH) {
            int value = random.bytes(1)[0] & 0xff;
            if (value < FAIR) {
                letters.append(ALPHABET.charAt(value % ALPHABET.length()));
            }
        }
        return new UserCode(letters.toString());
    }

    /**
     * Reads what a user typed.
     *
     * @param typed any text
     * @return the code, empty if that is none
     */
    public static Optional<UserCode> parse(String typed) {
        if (typed.length() > MAX_TYPED) {
            return Optional.empty();
        }
        String letters = typed.replace("-", "").replace(" ", "").toUpperCase(Locale.ROOT);
        return letters.length() == LENGTH && letters.chars().allMatch(c -> ALPHABET.indexOf(c) >= 0)
                ? Optional.of(new UserCode(letters))
                : Optional.empty();
    }

    /**
     * The code as it is shown.
     *
     * @return two groups of four letters
     */
    public String text() {
        return letters.substring(0, HALF) + "-" + letters.substring(HALF);
    }

    /** What the state of its grant is found by. */
    String id() {
        return Sha256.base64Url(letters);
    }

    /** Gives the type only. */
    @Override
    public String toString() {
        return "UserCode";
    }
}
