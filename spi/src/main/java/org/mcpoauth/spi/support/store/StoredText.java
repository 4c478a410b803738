package org.mcpoauth.spi.support.store;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Text as bytes that no engine misreads, one form per text: UTF-8, or for text with unpaired
 * surrogates, which has no UTF-8 form, a byte that UTF-8 never has and then each character in two
 * bytes.
 */
public final class StoredText {
    private static final byte NOT_UTF_8 = (byte) 0xff;

    private StoredText() {}

    /**
     * The bytes of a text.
     *
     * @param text any text
     * @return its bytes, a new array
     */
    public static byte[] bytes(String text) {
        try {
            ByteBuffer utf8 = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text));
            byte[] exactly = new byte[utf8.remaining()];
            utf8.get(exactly);
            return exactly;
        } catch (CharacterCodingException unpairedSurrogate) {
            ByteBuffer characters = ByteBuffer.allocate(1 + Character.BYTES * text.length());
            characters.put(NOT_UTF_8).asCharBuffer().put(text);
            return characters.array();
        }
    }

    static byte @Nullable [] bytesOrNull(@Nullable String text) {
        return text == null ? null : bytes(text);
    }

    /**
     * The text of bytes that {@link #bytes} made.
     *
     * @param stored the bytes
     * @return the text
     */
    public static String text(byte[] stored) {
        if (stored.length > 0 && stored[0] == NOT_UTF_8) {
            return ByteBuffer.wrap(stored, 1, stored.length - 1).asCharBuffer().toString();
        }
        return new String(stored, StandardCharsets.UTF_8);
    }

    static @Nullable String textOrNull(byte @Nullable [] stored) {
        return stored == null ? null : text(stored);
    }
}
