package org.mcpoauth.samples.mcp;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * The text that a header mirrors from the body (MCP 2026-07-28, Streamable HTTP, "Value Encoding"): plain
 * ASCII, or Base64 of UTF-8 between the markers {@code =?base64?} and {@code ?=}. Decoding is strict: one
 * text has one encoding.
 */
final class HeaderText {
    private static final String PREFIX = "=?base64?";
    private static final String SUFFIX = "?=";
    private static final String ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

    private HeaderText() {}

    /** The text behind a header value, empty if the value is not one that a header may have. */
    static Optional<String> decode(String value) {
        if (!value.chars().allMatch(HeaderText::isAllowed)) {
            return Optional.empty();
        }
        boolean encoded = value.length() >= PREFIX.length() + SUFFIX.length()
                && value.startsWith(PREFIX)
                && value.endsWith(SUFFIX);
        return encoded
                ? base64(value.substring(PREFIX.length(), value.length() - SUFFIX.length()))
                : Optional.of(value);
    }

    private static boolean isAllowed(int character) {
        return (character >= ' ' && character <= '~') || character == '\t';
    }

    private static Optional<String> base64(String text) {
        int digits = text.endsWith("==") ? text.length() - 2 : text.endsWith("=") ? text.length() - 1 : text.length();
        if (text.length() % 4 != 0) {
            return Optional.empty();
        }
        ByteBuffer octets = ByteBuffer.allocate(digits * 6 / 8);
        int bits = 0;
        int count = 0;
        for (int i = 0; i < digits; i++) {
            int digit = ALPHABET.indexOf(text.charAt(i));
            if (digit < 0) {
                return Optional.empty();
            }
            bits = (bits << 6 | digit) & 0xFFFF;
            count += 6;
            if (count >= 8) {
                count -= 8;
                octets.put((byte) (bits >> count));
            }
        }
        boolean canonical = (bits & ((1 << count) - 1)) == 0;
        return canonical ? utf8(octets.flip()) : Optional.empty();
    }

    private static Optional<String> utf8(ByteBuffer octets) {
        try {
            return Optional.of(
                    StandardCharsets.UTF_8.newDecoder().decode(octets).toString());
        } catch (CharacterCodingException notText) {
            return Optional.empty();
        }
    }
}
