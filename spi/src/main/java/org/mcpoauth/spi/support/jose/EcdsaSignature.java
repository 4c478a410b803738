package org.mcpoauth.spi.support.jose;

import java.math.BigInteger;
import java.util.Optional;

/**
 * Converts ECDSA signatures between the form of JOSE, which is r and s in fixed width (RFC 7518, section
 * 3.4), and the DER form of the JCA. The JCA knows the fixed form too, but providers that are ten times
 * faster have DER alone.
 */
final class EcdsaSignature {
    private static final int SEQUENCE = 0x30;
    private static final int INTEGER = 0x02;
    private static final int SHORT_LENGTH = 0x80;

    private EcdsaSignature() {}

    /** DER of r and s; empty if the width is wrong or a half is not in 1 to n - 1. */
    static Optional<byte[]> toDer(byte[] signature, EcCurve curve) {
        int size = curve.size();
        if (signature.length != 2 * size) {
            return Optional.empty();
        }
        BigInteger r = UnsignedInteger.read(signature, 0, size);
        BigInteger s = UnsignedInteger.read(signature, size, size);
        if (!curve.isScalar(r) || !curve.isScalar(s)) {
            return Optional.empty();
        }
        return Optional.of(sequence(r.toByteArray(), s.toByteArray()));
    }

    /** The fixed form of a DER signature that the JCA made. */
    static byte[] fromDer(byte[] der, EcCurve curve) {
        int size = curve.size();
        int r = der[1] < 0 ? 3 : 2;
        int s = r + 2 + der[r + 1];
        byte[] signature = new byte[2 * size];
        System.arraycopy(half(der, r, size), 0, signature, 0, size);
        System.arraycopy(half(der, s, size), 0, signature, size, size);
        return signature;
    }

    private static byte[] half(byte[] der, int at, int size) {
        return UnsignedInteger.octets(UnsignedInteger.read(der, at + 2, der[at + 1]), size);
    }

    /** Each half has less than 128 octets; both together may have more. */
    private static byte[] sequence(byte[] r, byte[] s) {
        int length = 4 + r.length + s.length;
        int start = length < SHORT_LENGTH ? 2 : 3;
        byte[] der = new byte[start + length];
        der[0] = SEQUENCE;
        if (start == 3) {
            der[1] = (byte) 0x81;
        }
        der[start - 1] = (byte) length;
        integer(r, der, start);
        integer(s, der, start + 2 + r.length);
        return der;
    }

    private static void integer(byte[] octets, byte[] der, int at) {
        der[at] = INTEGER;
        der[at + 1] = (byte) octets.length;
        System.arraycopy(octets, 0, der, at + 2, octets.length);
    }
}
