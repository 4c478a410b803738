package org.mcpoauth.spi.support.codec;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.mcpoauth.spi.support.codec.MalformedException.Fault;

/**
 * Base64 with exactly one text per value: base64url without padding (RFC 7515, section 2) and standard
 * base64 with padding (RFC 4648, section 4). Characters outside of the alphabet, missing or excess
 * padding and non-zero trailing bits (RFC 4648, section 3.5) are refused, because a second spelling of
 * a token evades whatever is keyed by its text.
 *
 * <p>The only class that uses {@link Base64}, whose decoders are the fastest there are but tolerate padding
 * and trailing bits.
 */
public final class Base64Url {
    // the characters whose four or two last bits are zero, by how many characters the last group has
    private static final String LAST_OF_TWO = "AQgw";
    private static final String LAST_OF_THREE = "AEIMQUYcgkosw048";

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
        return decode(latin(text), from, to);
    }

    /**
     * Decodes a part of a text as base64url without padding.
     *
     * @param text the characters of the text, one octet each
     * @param from where the part begins
     * @param to where it ends, exclusive
     * @return the bytes
     * @throws MalformedException if the part is not the one encoding of its bytes
     */
    public static byte[] decode(byte[] text, int from, int to) throws MalformedException {
        return decode(text, from, to, Base64.getUrlDecoder());
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
        return decode(latin(text), 0, end, Base64.getDecoder());
    }

    private static byte[] decode(byte[] text, int from, int to, Base64.Decoder decoder) throws MalformedException {
        int tail = (to - from) % 4;
        if (tail == 1) {
            throw new MalformedException(Fault.SYNTAX, "base64 of an impossible length");
        }
        if (to > from && text[to - 1] == '=') {
            throw foreignCharacter();
        }
        byte[] bytes = decoded(ByteBuffer.wrap(text, from, to - from), decoder);
        if (tail != 0 && (tail == 2 ? LAST_OF_TWO : LAST_OF_THREE).indexOf(text[to - 1]) < 0) {
            throw new MalformedException(Fault.SYNTAX, "base64 with trailing bits");
        }
        return bytes;
    }

    /** Padding that does not end the text is refused by the decoder, and the caller has looked at the end. */
    private static byte[] decoded(ByteBuffer text, Base64.Decoder decoder) throws MalformedException {
        try {
            return decoder.decode(text).array();
        } catch (IllegalArgumentException quotesTheCharacter) {
            throw foreignCharacter();
        }
    }

    /** What is not in this character set becomes a question mark, which is in no alphabet. */
    private static byte[] latin(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static MalformedException foreignCharacter() {
        return new MalformedException(Fault.SYNTAX, "character outside of the base64 alphabet");
    }
}
