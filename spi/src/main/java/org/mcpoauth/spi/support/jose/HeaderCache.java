package org.mcpoauth.spi.support.jose;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Checked headers by their encoded text. Tokens of one issuer share very few, so they are compared one
 * by one, which is cheaper than to hash the text. Only headers of verified signatures get in, so that
 * nobody without a key can fill it; when full it starts anew.
 */
final class HeaderCache {
    private static final int CAPACITY = 64;

    // of two that are kept at the same moment one may get lost: it will be kept the next time
    private volatile List<Entry> entries = List.of();

    @SuppressWarnings("ArrayRecordComponent") // the array is made here and never leaves
    private record Entry(byte[] encoded, JwsHeader header) {
        boolean isFor(byte[] token, int length) {
            return encoded.length == length && Arrays.equals(encoded, 0, length, token, 0, length);
        }
    }

    /** The header that a token begins with, if it is known. */
    @Nullable
    JwsHeader get(byte[] token, int length) {
        for (Entry entry : entries) {
            if (entry.isFor(token, length)) {
                return entry.header();
            }
        }
        return null;
    }

    void keep(byte[] token, int length, JwsHeader header) {
        List<Entry> known = entries;
        if (get(token, length) == null) {
            Entry entry = new Entry(Arrays.copyOf(token, length), header);
            entries = known.size() < CAPACITY
                    ? Stream.concat(known.stream(), Stream.of(entry)).toList()
                    : List.of(entry);
        }
    }

    int size() {
        return entries.size();
    }
}
