package org.mcpoauth.api.metadata;

import java.util.Objects;

/** The characters that registered names share: visible ASCII without quotation mark and backslash. */
final class WireName {
    private static final int MAX_LENGTH = 512;

    private WireName() {}

    static String require(String value, String what) {
        Objects.requireNonNull(value, "value");
        boolean isValid = !value.isEmpty()
                && value.length() <= MAX_LENGTH
                && value.chars().allMatch(WireName::isAllowed);
        if (!isValid) {
            throw new IllegalArgumentException("not " + what);
        }
        return value;
    }

    private static boolean isAllowed(int c) {
        return c > 0x20 && c <= 0x7e && c != '"' && c != '\\';
    }
}
