package org.mcpoauth.spi.support.jose;

import java.math.BigInteger;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.spec.ECFieldFp;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.EllipticCurve;
import java.util.Optional;
import java.util.stream.Stream;

/** The three NIST curves of JOSE (RFC 7518, section 6.2.1.1) and the arithmetic that checks and completes keys. */
enum EcCurve {
    P_256("P-256", "secp256r1", 32),
    P_384("P-384", "secp384r1", 48),
    P_521("P-521", "secp521r1", 66);

    private static final BigInteger TWO = BigInteger.TWO;
    private static final BigInteger THREE = BigInteger.valueOf(3);

    private final String wireName;
    private final int size;
    private final ECParameterSpec parameters;
    private final BigInteger p;

    EcCurve(String wireName, String jcaName, int size) {
        this.wireName = wireName;
        this.size = size;
        this.parameters = parameters(jcaName);
        this.p = ((ECFieldFp) parameters.getCurve().getField()).getP();
    }

    static Optional<EcCurve> named(String wireName) {
        return Stream.of(values())
                .filter(curve -> curve.wireName.equals(wireName))
                .findFirst();
    }

    static Optional<EcCurve> of(ECParameterSpec parameters) {
        return Stream.of(values()).filter(curve -> curve.hasSame(parameters)).findFirst();
    }

    String wireName() {
        return wireName;
    }

    /** Octets of one coordinate, and of one half of a signature. */
    int size() {
        return size;
    }

    ECParameterSpec parameters() {
        return parameters;
    }

    /** Whether a number is a private key or half of a signature: 1 to n - 1. */
    boolean isScalar(BigInteger number) {
        return number.signum() > 0 && number.compareTo(parameters.getOrder()) < 0;
    }

    /** Whether a point is on the curve and not at infinity. The cofactor is 1, so it is in the right group too. */
    boolean contains(ECPoint point) {
        if (point.equals(ECPoint.POINT_INFINITY)) {
            return false;
        }
        BigInteger x = point.getAffineX();
        BigInteger y = point.getAffineY();
        return isCoordinate(x)
                && isCoordinate(y)
                && y.modPow(TWO, p)
                        .equals(x.modPow(THREE, p).add(a().multiply(x)).add(b()).mod(p));
    }

    /**
     * The public point of a private key. Its running time depends on the key: it is called when a key
     * is loaded, never for what a peer sent.
     */
    ECPoint publicPoint(BigInteger privateKey) {
        ECPoint sum = ECPoint.POINT_INFINITY;
        for (int bit = privateKey.bitLength() - 1; bit >= 0; bit--) {
            sum = add(sum, sum);
            if (privateKey.testBit(bit)) {
                sum = add(sum, parameters.getGenerator());
            }
        }
        return sum;
    }

    private ECPoint add(ECPoint one, ECPoint other) {
        if (one.equals(ECPoint.POINT_INFINITY)) {
            return other;
        }
        if (other.equals(ECPoint.POINT_INFINITY)) {
            return one;
        }
        BigInteger slope = one.equals(other) ? tangent(one) : chord(one, other);
        BigInteger x = slope.modPow(TWO, p)
                .subtract(one.getAffineX())
                .subtract(other.getAffineX())
                .mod(p);
        BigInteger y = slope.multiply(one.getAffineX().subtract(x))
                .subtract(one.getAffineY())
                .mod(p);
        return new ECPoint(x, y);
    }

    private BigInteger tangent(ECPoint point) {
        BigInteger rise = point.getAffineX().modPow(TWO, p).multiply(THREE).add(a());
        return rise.multiply(point.getAffineY().multiply(TWO).modInverse(p)).mod(p);
    }

    private BigInteger chord(ECPoint one, ECPoint other) {
        BigInteger rise = other.getAffineY().subtract(one.getAffineY());
        BigInteger run = other.getAffineX().subtract(one.getAffineX());
        return rise.multiply(run.modInverse(p)).mod(p);
    }

    private boolean isCoordinate(BigInteger number) {
        return number.signum() >= 0 && number.compareTo(p) < 0;
    }

    private BigInteger a() {
        return parameters.getCurve().getA();
    }

    private BigInteger b() {
        return parameters.getCurve().getB();
    }

    private boolean hasSame(ECParameterSpec other) {
        EllipticCurve curve = parameters.getCurve();
        return other.getCurve().getField().equals(curve.getField())
                && other.getCurve().getA().equals(curve.getA())
                && other.getCurve().getB().equals(curve.getB())
                && other.getGenerator().equals(parameters.getGenerator())
                && other.getOrder().equals(parameters.getOrder())
                && other.getCofactor() == parameters.getCofactor();
    }

    private static ECParameterSpec parameters(String jcaName) {
        try {
            AlgorithmParameters ec = AlgorithmParameters.getInstance("EC");
            ec.init(new ECGenParameterSpec(jcaName));
            return ec.getParameterSpec(ECParameterSpec.class);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java platform lacks the curve " + jcaName, e);
        }
    }
}
