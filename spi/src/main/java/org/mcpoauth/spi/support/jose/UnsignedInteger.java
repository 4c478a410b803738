package org.mcpoauth.spi.support.jose;

import java.math.BigInteger;
import org.mcpoauth.spi.support.codec.Base64Url;

/** Non-negative integers as big-endian octets without a sign (RFC 7518, sections 2 and 6.2.1.2). */
final class UnsignedInteger {
    private UnsignedInteger() {}

    static BigInteger read(byte[] octets) {
        return new BigInteger(1, octets);
    }

    static BigInteger read(byte[] octets, int from, int length) {
        return new BigInteger(1, octets, from, length);
    }

    /** The octets in a given number of places. The value must fit. */
    static byte[] octets(BigInteger value, int size) {
        byte[] octets = new byte[size];
        byte[] signed = value.toByteArray();
        int sign = signed.length > size ? 1 : 0;
        int length = signed.length - sign;
        System.arraycopy(signed, sign, octets, size - length, length);
        return octets;
    }

    /** Base64url of the fewest octets that hold the value. */
    static String text(BigInteger value) {
        return Base64Url.encode(octets(value, Math.max(1, (value.bitLength() + 7) / 8)));
    }
}
