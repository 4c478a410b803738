package org.mcpoauth.spi.support.codec;

import java.util.Arrays;
import java.util.Base64;
import org.mcpoauth.spi.support.codec.MalformedException.Fault;

/**
 * Base64 with exactly one text per value: base64url without padding (RFC 7515, section 2) and standard
 * base64 with padding (RFC 4648, section 4). Characters outside of the alphabet, missing or excess
 * padding and non-zero trailing bits (RFC 4648, section 3.5) are refused, because a second spelling of
 * a token evades whatever is keyed by its text.
 *
 * <p>The only class that uses {@link Base64}, and only to encode: its decoders tolerate padding and
 * trailing bits, and want the text copied first.
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
        return decode(text, from, to, URL_VALUES);
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
        return decode(text, 0, end, STANDARD_VALUES);
    }

    private static byte[] decode(String text, int from, int to, byte[] values) throws MalformedException {
        int length = to - from;
        int tail = length % 4;
        if (tail == 1) {
            throw new MalformedException(Fault.SYNTAX, "base64 of an impossible length");
        }
        byte[] bytes = new byte[length / 4 * 3 + Math.max(0, tail - 1)];
        int seen = 0;
        int at = 0;
        int end = to - tail;
        for (int i = from; i < end; i += 4) {
            int group = value(text, i, values) << 18
                    | value(text, i + 1, values) << 12
                    | value(text, i + 2, values) << 6
                    | value(text, i + 3, values);
            seen |= group;
            bytes[at++] = (byte) (group >> 16);
            bytes[at++] = (byte) (group >> 8);
            bytes[at++] = (byte) group;
        }
        if (tail != 0) {
            seen |= decodeTail(text, end, tail, values, bytes, at);
        }
        if (seen < 0) {
            throw new MalformedException(Fault.SYNTAX, "character outside of the base64 alphabet");
        }
        return bytes;
    }

    /** Two characters hold one byte and four bits more, three hold two bytes and two bits more: all zero. */
    private static int decodeTail(String text, int from, int tail, byte[] values, byte[] bytes, int at)
            throws MalformedException {
        int third = tail == 3 ? value(text, from + 2, values) : 0;
        int group = value(text, from, values) << 18 | value(text, from + 1, values) << 12 | third << 6;
        int unused = tail == 3 ? 0xff : 0xffff;
        if (group >= 0 && (group & unused) != 0) {
            throw new MalformedException(Fault.SYNTAX, "base64 with trailing bits");
        }
        bytes[at] = (byte) (group >> 16);
        if (tail == 3) {
            bytes[at + 1] = (byte) (group >> 8);
        }
        return group;
    }

    /** The six bits of a character; a negative number, which no shift or union makes positive, for a foreign one. */
    private static int value(String text, int index, byte[] values) {
        char c = text.charAt(index);
        return c < values.length ? values[c] : FOREIGN;
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
