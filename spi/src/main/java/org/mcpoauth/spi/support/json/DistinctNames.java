package org.mcpoauth.spi.support.json;

import java.security.SecureRandom;
import java.util.Arrays;

/**
 * Tells whether the names of a wide object are different: they are sorted by a fingerprint, and only those with one
 * fingerprint are compared. It depends on a number that nobody outside knows, so nobody can make names for which
 * that is much work.
 */
final class DistinctNames {
    private static final long PRIME = Integer.MAX_VALUE;
    private static final long BASE = 256L + new SecureRandom().nextInt(Integer.MAX_VALUE - 512);

    private DistinctNames() {}

    /** The names of the members from one to another, each with a row in an index: a hash, where it begins, where it ends. */
    static boolean of(CheckedText text, int[] members, int width, int from, int to) {
        long[] order = new long[to - from];
        for (int i = from; i < to; i++) {
            long fingerprint = fingerprint(text, members[i * width + 1], members[i * width + 2]);
            order[i - from] = fingerprint << Integer.SIZE | i;
        }
        Arrays.sort(order);
        for (int i = 1; i < order.length; i++) {
            for (int j = i - 1; j >= 0 && order[j] >>> Integer.SIZE == order[i] >>> Integer.SIZE; j--) {
                if (name(text, members, width, (int) order[i]).equals(name(text, members, width, (int) order[j]))) {
                    return false;
                }
            }
        }
        return true;
    }

    private static String name(CheckedText text, int[] members, int width, int member) {
        return text.string(members[member * width + 1], members[member * width + 2]);
    }

    /** The same for one name however it is written. */
    private static long fingerprint(CheckedText text, int from, int to) {
        long sum = 1;
        for (int i = from; i < to; i++) {
            byte octet = text.at(i);
            if (octet == '\\' || octet < 0) {
                return fingerprint(text.string(from, to));
            }
            sum = (sum * BASE + octet) % PRIME;
        }
        return sum;
    }

    private static long fingerprint(String name) {
        long sum = 1;
        for (int i = 0; i < name.length(); i++) {
            sum = (sum * BASE + name.charAt(i)) % PRIME;
        }
        return sum;
    }
}
