package org.mcpoauth.spi.support.jose;

import java.math.BigInteger;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.spec.EdECPoint;
import java.util.Arrays;

/** Points of Ed25519 (RFC 8032, section 5.1): checks public keys and completes private ones. */
final class Ed25519 {
    /** Octets of a public key, and of a private one. */
    static final int KEY_SIZE = 32;

    private static final BigInteger ONE = BigInteger.ONE;
    private static final BigInteger P = ONE.shiftLeft(255).subtract(BigInteger.valueOf(19));
    private static final BigInteger D = BigInteger.valueOf(-121665)
            .multiply(BigInteger.valueOf(121666).modInverse(P))
            .mod(P);
    private static final BigInteger SQUARE_ROOT_OF_MINUS_ONE =
            BigInteger.TWO.modPow(P.subtract(ONE).shiftRight(2), P);
    private static final Point IDENTITY = new Point(BigInteger.ZERO, ONE);
    private static final Point BASE = base();

    private Ed25519() {}

    private record Point(BigInteger x, BigInteger y) {}

    static EdECPoint decode(byte[] octets) {
        byte[] bigEndian = reversed(octets);
        boolean xIsOdd = bigEndian[0] < 0;
        bigEndian[0] &= 0x7f;
        return new EdECPoint(xIsOdd, UnsignedInteger.read(bigEndian));
    }

    static byte[] encode(EdECPoint point) {
        byte[] octets = reversed(UnsignedInteger.octets(point.getY(), KEY_SIZE));
        if (point.isXOdd()) {
            octets[KEY_SIZE - 1] |= (byte) 0x80;
        }
        return octets;
    }

    /**
     * Whether a point is a usable public key: canonical, on the curve and not of small order, for which
     * signatures could be made without a private key.
     */
    static boolean isPublicKey(EdECPoint point) {
        BigInteger y = point.getY();
        if (y.signum() < 0 || y.compareTo(P) >= 0) {
            return false;
        }
        BigInteger xSquared = xSquared(y);
        if (xSquared.signum() == 0) {
            return false;
        }
        BigInteger x = squareRoot(xSquared);
        if (!square(x).equals(xSquared)) {
            return false;
        }
        Point eightfold = doubled(doubled(doubled(new Point(x, y))));
        return !eightfold.equals(IDENTITY);
    }

    /** The public key of a private one; its running time depends on the key, see {@link EcCurve#publicPoint}. */
    static EdECPoint publicPoint(byte[] privateKey) {
        byte[] scalar = Arrays.copyOf(sha512(privateKey), KEY_SIZE);
        scalar[0] &= (byte) 0xf8;
        scalar[KEY_SIZE - 1] &= 0x7f;
        scalar[KEY_SIZE - 1] |= 0x40;
        Point point = multiply(BASE, UnsignedInteger.read(reversed(scalar)));
        return new EdECPoint(point.x().testBit(0), point.y());
    }

    private static Point multiply(Point point, BigInteger scalar) {
        Point sum = IDENTITY;
        for (int bit = scalar.bitLength() - 1; bit >= 0; bit--) {
            sum = doubled(sum);
            if (scalar.testBit(bit)) {
                sum = add(sum, point);
            }
        }
        return sum;
    }

    private static Point doubled(Point point) {
        return add(point, point);
    }

    private static Point add(Point one, Point other) {
        BigInteger crossed = D.multiply(one.x())
                .multiply(other.x())
                .multiply(one.y())
                .multiply(other.y())
                .mod(P);
        BigInteger x = one.x().multiply(other.y()).add(other.x().multiply(one.y()));
        BigInteger y = one.y().multiply(other.y()).add(one.x().multiply(other.x()));
        return new Point(
                x.multiply(ONE.add(crossed).modInverse(P)).mod(P),
                y.multiply(ONE.subtract(crossed).modInverse(P)).mod(P));
    }

    /** The curve is {@code -x^2 + y^2 = 1 + d x^2 y^2}. */
    private static BigInteger xSquared(BigInteger y) {
        BigInteger ySquared = square(y);
        return ySquared.subtract(ONE)
                .multiply(D.multiply(ySquared).add(ONE).modInverse(P))
                .mod(P);
    }

    /** A square root, if there is one (P is 5 modulo 8). */
    private static BigInteger squareRoot(BigInteger square) {
        BigInteger root = square.modPow(P.add(BigInteger.valueOf(3)).shiftRight(3), P);
        return square(root).equals(square)
                ? root
                : root.multiply(SQUARE_ROOT_OF_MINUS_ONE).mod(P);
    }

    private static BigInteger square(BigInteger number) {
        return number.multiply(number).mod(P);
    }

    private static Point base() {
        BigInteger y = BigInteger.valueOf(4)
                .multiply(BigInteger.valueOf(5).modInverse(P))
                .mod(P);
        BigInteger x = squareRoot(xSquared(y));
        return new Point(x.testBit(0) ? P.subtract(x) : x, y);
    }

    private static byte[] sha512(byte[] octets) {
        try {
            return MessageDigest.getInstance("SHA-512").digest(octets);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java platform lacks SHA-512", e);
        }
    }

    private static byte[] reversed(byte[] octets) {
        byte[] reversed = new byte[octets.length];
        for (int i = 0; i < octets.length; i++) {
            reversed[i] = octets[octets.length - 1 - i];
        }
        return reversed;
    }
}
