package org.mcpoauth.spi.support.codec;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import org.mcpoauth.spi.support.codec.MalformedException.Fault;

/**
 * Base64 with exactly one text per value: base64url without padding (RFC 7515, section 2) and standard
 * base64 with padding (RFC 4648, section 4). Characters outside of the alphabet, missing or excess
 * padding and non-zero trailing bits (RFC 4648, section 3.5) are refused, because a second spelling of
 * a token evades whatever is keyed by its text.
 *
 * <p>The only class that uses {@link Base64}, whose decoders tolerate padding and trailing bits.
 */
public final class Base64Url {
    private static final byte FOREIGN = -1;
    private static final byte[] URL_VALUES = values("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_");
    private static final byte[] STANDARD_VALUES =
            values("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/");

    private Base64Url() {}

    /**
     * Encodes as base64url without padding.
     *
     * @param bytes any bytes
     * @return the text, empty for no bytes
     */
    public static String encode(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /**
     * Decodes base64url without padding.
     *
     * @param text the text; an empty one gives no bytes
     * @return the bytes
     * @throws MalformedException if the text is not the one encoding of its bytes
     */
    public static byte[] decode(String text) throws MalformedException {
        return decode(text, 0, text.length());
    }

    /**
     * Decodes a part of a text as base64url without padding.
     *
     * @param text the text
     * @param from where the part begins
     * @param to where it ends, exclusive
     * @return the bytes
     * @throws MalformedException if the part is not the one encoding of its bytes
     */
    public static byte[] decode(String text, int from, int to) throws MalformedException {
        requireCanonical(text, from, to, URL_VALUES);
        return Base64.getUrlDecoder().decode(latin1(text, from, to));
    }

    /**
     * Encodes as standard base64 with padding.
     *
     * @param bytes any bytes
     * @return the text, empty for no bytes
     */
    public static String encodeStandard(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    /**
     * Decodes standard base64 with padding, as in HTTP Basic credentials, {@code x5c} and PEM.
     *
     * @param text the text, without line breaks
     * @return the bytes
     * @throws MalformedException if the text is not the one encoding of its bytes
     */
    public static byte[] decodeStandard(String text) throws MalformedException {
        int end = text.length();
        if (end % 4 != 0) {
            throw new MalformedException(Fault.SYNTAX, "base64 without its padding");
        }
        for (int padding = 0; padding < 2 && end > 0 && text.charAt(end - 1) == '='; padding++) {
            end--;
        }
        requireCanonical(text, 0, end, STANDARD_VALUES);
        return Base64.getDecoder().decode(latin1(text, 0, end));
    }

    private static void requireCanonical(String text, int from, int to, byte[] values) throws MalformedException {
        int seen = 0;
        for (int i = from; i < to; i++) {
            char c = text.charAt(i);
            seen |= c < values.length ? values[c] : FOREIGN;
        }
        if (seen < 0) {
            throw new MalformedException(Fault.SYNTAX, "character outside of the base64 alphabet");
        }
        int tail = (to - from) % 4;
        if (tail == 1) {
            throw new MalformedException(Fault.SYNTAX, "base64 of an impossible length");
        }
        int unusedBits = tail == 2 ? 0b1111 : tail == 3 ? 0b11 : 0;
        if (unusedBits != 0 && (values[text.charAt(to - 1)] & unusedBits) != 0) {
            throw new MalformedException(Fault.SYNTAX, "base64 with trailing bits");
        }
    }

    private static byte[] latin1(String text, int from, int to) {
        return text.substring(from, to).getBytes(StandardCharsets.ISO_8859_1);
    }

    private static byte[] values(String alphabet) {
        byte[] values = new byte[128];
        Arrays.fill(values, FOREIGN);
        for (int i = 0; i < alphabet.length(); i++) {
            values[alphabet.charAt(i)] = (byte) i;
        }
        return values;
    }
}
