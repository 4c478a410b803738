package org.mcpoauth.spi.support.endpoint;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.mcpoauth.spi.support.codec.MalformedException;
import org.mcpoauth.spi.support.codec.MalformedException.Fault;

/**
 * One name or value of {@code application/x-www-form-urlencoded} (RFC 6749, appendix B): ASCII only, each
 * percent sign followed by two hexadecimal digits, the bytes strict UTF-8.
 */
public final class FormText {
    private FormText() {}

    /**
     * Decodes a name or value.
     *
     * @param encoded the text between the separators
     * @return the decoded text
     * @throws MalformedException if a rule is broken
     */
    public static String decode(String encoded) throws MalformedException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(encoded.length());
        for (int i = 0; i < encoded.length(); i++) {
            char c = encoded.charAt(i);
            if (c == '%') {
                bytes.write(octet(encoded, i + 1));
                i += 2;
            } else {
                bytes.write(c == '+' ? ' ' : ascii(c));
            }
        }
        return utf8(bytes.toByteArray());
    }

    private static int octet(String encoded, int at) throws MalformedException {
        if (at + 2 > encoded.length()) {
            throw syntax("percent sign without two digits");
        }
        int high = digit(encoded.charAt(at));
        int low = digit(encoded.charAt(at + 1));
        return high << 4 | low;
    }

    private static int digit(char c) throws MalformedException {
        int digit = c < 0x80 ? Character.digit(c, 16) : -1;
        if (digit < 0) {
            throw syntax("percent sign without two digits");
        }
        return digit;
    }

    private static int ascii(char c) throws MalformedException {
        if (c <= 0x20 || c >= 0x7f) {
            throw syntax("character that must be percent-encoded");
        }
        return c;
    }

    private static String utf8(byte[] bytes) throws MalformedException {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw syntax("not UTF-8");
        }
    }

    private static MalformedException syntax(String message) {
        return new MalformedException(Fault.SYNTAX, message);
    }
}
