package org.mcpoauth.jcache;

import org.mcpoauth.spi.support.codec.Base64Url;
import org.mcpoauth.spi.support.codec.MalformedException;
import org.mcpoauth.spi.support.store.StoredText;

/** The parts of keys and texts: any text as base64url, and numbers, with separators between them. */
final class CellText {
    private CellText() {}

    static String encode(String text) {
        return Base64Url.encode(StoredText.bytes(text));
    }

    static String decode(String part) {
        try {
            return StoredText.text(Base64Url.decode(part));
        } catch (MalformedException e) {
            throw foreign();
        }
    }

    /** Cuts a text into a known number of parts. */
    static String[] split(String text, char separator, int count) {
        String[] parts = new String[count];
        int start = 0;
        for (int i = 0; i < count - 1; i++) {
            int end = text.indexOf(separator, start);
            if (end < 0) {
                throw foreign();
            }
            parts[i] = text.substring(start, end);
            start = end + 1;
        }
        parts[count - 1] = text.substring(start);
        return parts;
    }

    static long number(String part) {
        try {
            return Long.parseLong(part);
        } catch (NumberFormatException e) {
            throw foreign();
        }
    }

    private static RuntimeException foreign() {
        return Cells.unusable("it holds what is not of this store");
    }
}
