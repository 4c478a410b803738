package org.mcpoauth.spi.support.jose;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.EdECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.NamedParameterSpec;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.spi.support.codec.Base64Url;
import org.mcpoauth.spi.support.codec.MalformedException;
import org.mcpoauth.spi.support.codec.MalformedException.Fault;
import org.mcpoauth.spi.support.codec.Sha256;

/**
 * A public key that passed every check and is ready to verify with: RSA of 2048 to 16384 bits with an
 * odd exponent above 1 and without the ROCA weakness, a point on P-256, P-384 or P-521, or a point of
 * Ed25519. Immutable.
 */
public final class VerificationKey {
    private static final int MIN_RSA_BITS = 2048;
    private static final int MAX_RSA_BITS = 16384;
    private static final int MAX_EXPONENT_BITS = 64;

    private final PublicKey publicKey;
    private final KeyFamily family;
    private final @Nullable String keyId;
    private final @Nullable JwsAlgorithm algorithm;
    private final int signatureLength;
    private final ReadySignatures ready = new ReadySignatures();

    private VerificationKey(
            PublicKey publicKey, KeyFamily family, @Nullable String keyId, @Nullable JwsAlgorithm algorithm) {
        this.publicKey = publicKey;
        this.family = family;
        this.keyId = keyId;
        this.algorithm = algorithm;
        this.signatureLength = signatureLength(publicKey, family);
    }

    /**
     * Checks a public key.
     *
     * @param publicKey an RSA, EC or EdDSA key of the JCA
     * @param keyId the {@code kid}, {@code null} if it has none
     * @param algorithm the only algorithm it may be used with, {@code null} for all that fit its type
     * @return the key
     * @throws MalformedException if the key is weak, invalid, of another type, or does not fit the algorithm
     */
    public static VerificationKey of(PublicKey publicKey, @Nullable String keyId, @Nullable JwsAlgorithm algorithm)
            throws MalformedException {
        KeyFamily family = familyOf(publicKey);
        if (algorithm != null && algorithm.family() != family) {
            throw refused("the key does not fit its algorithm");
        }
        return new VerificationKey(publicKey, family, keyId, algorithm);
    }

    /**
     * The {@code kid}.
     *
     * @return the key identifier, {@code null} if it has none
     */
    public @Nullable String keyId() {
        return keyId;
    }

    /**
     * The only algorithm this key may be used with.
     *
     * @return the algorithm, {@code null} for all that fit its type
     */
    public @Nullable JwsAlgorithm algorithm() {
        return algorithm;
    }

    /**
     * The key of the JCA.
     *
     * @return the public key
     */
    public PublicKey publicKey() {
        return publicKey;
    }

    /**
     * Whether signatures of an algorithm may be verified with this key.
     *
     * @param wanted the algorithm
     * @return {@code true} if type, curve and the key's own algorithm allow it
     */
    public boolean fits(JwsAlgorithm wanted) {
        return wanted.family() == family && (algorithm == null || algorithm == wanted || hasTwoNames());
    }

    /**
     * What to sign with where nobody says more.
     *
     * @return {@code RS256}, {@code EdDSA} or that of the curve
     */
    public JwsAlgorithm suggestedAlgorithm() {
        return switch (family) {
            case RSA -> JwsAlgorithm.RS256;
            case P_256 -> JwsAlgorithm.ES256;
            case P_384 -> JwsAlgorithm.ES384;
            case P_521 -> JwsAlgorithm.ES512;
            case ED25519 -> JwsAlgorithm.EDDSA;
        };
    }

    /** RFC 9864, section 2.2: {@code EdDSA} with Ed25519 is what {@code Ed25519} names. */
    private boolean hasTwoNames() {
        return family == KeyFamily.ED25519;
    }

    /**
     * The JWK thumbprint with SHA-256 (RFC 7638; RFC 8037, section 2).
     *
     * @return 43 characters of base64url
     */
    public String thumbprint() {
        // all values are base64url or names of curves and types: nothing needs an escape
        String canonical = requiredMembers().entrySet().stream()
                .map(member -> "\"" + member.getKey() + "\":\"" + member.getValue() + "\"")
                .collect(Collectors.joining(",", "{", "}"));
        return Base64Url.encode(Sha256.digest(canonical.getBytes(StandardCharsets.UTF_8)));
    }

    /** Names key identifier and thumbprint, not the key. */
    @Override
    public String toString() {
        return "VerificationKey[" + family + ", " + thumbprint() + "]";
    }

    /** Octets of every signature that this key can make. */
    int signatureLength() {
        return signatureLength;
    }

    ReadySignatures ready() {
        return ready;
    }

    /** The members that make up the key (RFC 7638, section 3.2), by name. */
    SortedMap<String, String> requiredMembers() {
        Map<String, String> members;
        if (publicKey instanceof RSAPublicKey rsa) {
            members = Map.of(
                    "n", UnsignedInteger.text(rsa.getModulus()), "e", UnsignedInteger.text(rsa.getPublicExponent()));
        } else if (publicKey instanceof ECPublicKey ec) {
            members = point(ec, family.curve().orElseThrow());
        } else {
            byte[] point = Ed25519.encode(((EdECPublicKey) publicKey).getPoint());
            members = Map.of("crv", "Ed25519", "x", Base64Url.encode(point));
        }
        SortedMap<String, String> sorted = new TreeMap<>(members);
        sorted.put("kty", family.keyType());
        return sorted;
    }

    private static int signatureLength(PublicKey key, KeyFamily family) {
        if (key instanceof RSAPublicKey rsa) {
            return (rsa.getModulus().bitLength() + 7) / 8;
        }
        return family.curve().map(curve -> 2 * curve.size()).orElse(2 * Ed25519.KEY_SIZE);
    }

    private static Map<String, String> point(ECPublicKey key, EcCurve curve) {
        return Map.of(
                "crv", curve.wireName(),
                "x", coordinate(key.getW().getAffineX(), curve),
                "y", coordinate(key.getW().getAffineY(), curve));
    }

    private static String coordinate(BigInteger number, EcCurve curve) {
        return Base64Url.encode(UnsignedInteger.octets(number, curve.size()));
    }

    private static KeyFamily familyOf(PublicKey key) throws MalformedException {
        if (key instanceof RSAPublicKey rsa) {
            requireSound(rsa);
            return KeyFamily.RSA;
        }
        if (key instanceof ECPublicKey ec) {
            EcCurve curve = EcCurve.of(ec.getParams()).orElseThrow(() -> refused("unknown curve"));
            if (!curve.contains(ec.getW())) {
                throw refused("point not on its curve");
            }
            return KeyFamily.of(curve);
        }
        if (key instanceof EdECPublicKey ed && ed.getParams().getName().equals(NamedParameterSpec.ED25519.getName())) {
            if (!Ed25519.isPublicKey(ed.getPoint())) {
                throw refused("no usable point of Ed25519");
            }
            return KeyFamily.ED25519;
        }
        throw refused("unknown type of key");
    }

    /** RFC 7518, sections 3.3 and 3.5: at least 2048 bits. */
    private static void requireSound(RSAPublicKey key) throws MalformedException {
        BigInteger modulus = key.getModulus();
        BigInteger exponent = key.getPublicExponent();
        if (modulus.bitLength() < MIN_RSA_BITS || modulus.bitLength() > MAX_RSA_BITS || !modulus.testBit(0)) {
            throw refused("RSA modulus of an unusable size");
        }
        boolean sound = exponent.testBit(0)
                && exponent.compareTo(BigInteger.ONE) > 0
                && exponent.bitLength() <= MAX_EXPONENT_BITS;
        if (!sound) {
            throw refused("unusable RSA exponent");
        }
        if (Roca.isSuspect(modulus)) {
            throw refused("RSA key of a broken generator");
        }
    }

    private static MalformedException refused(String message) {
        return new MalformedException(Fault.KEY, message);
    }
}
