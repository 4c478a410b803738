package org.mcpoauth.spi.support.jose;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.EdECPrivateKey;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.spec.ECPublicKeySpec;
import java.security.spec.EdECPublicKeySpec;
import java.security.spec.KeySpec;
import java.security.spec.NamedParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.RSAPublicKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.spi.support.codec.Base64Url;
import org.mcpoauth.spi.support.codec.MalformedException;
import org.mcpoauth.spi.support.codec.MalformedException.Fault;

/** Reads RSA, EC and Ed25519 keys in PEM: PKCS#8 without a password, and SubjectPublicKeyInfo (RFC 7468). */
public final class PemKeys {
    private static final List<String> TYPES = List.of("RSA", "EC", "EdDSA");

    private PemKeys() {}

    /**
     * Reads a private key and works out its public half.
     *
     * @param pem a text with one block {@code PRIVATE KEY}
     * @param keyId the {@code kid}, {@code null} for the thumbprint of the key
     * @param algorithm what to sign with, {@code null} for what the key suggests
     * @return the key
     * @throws MalformedException if there is no such block, or the key is unusable or does not fit
     */
    public static SigningKey signingKey(String pem, @Nullable String keyId, @Nullable JwsAlgorithm algorithm)
            throws MalformedException {
        PKCS8EncodedKeySpec encoded = new PKCS8EncodedKeySpec(block(pem, "PRIVATE KEY"));
        for (String type : TYPES) {
            try {
                PrivateKey key = KeyFactory.getInstance(type).generatePrivate(encoded);
                return SigningKey.of(key, publicHalf(key, type), keyId, algorithm);
            } catch (GeneralSecurityException otherType) {
                // the next type may fit
            }
        }
        throw refused("no RSA, EC or Ed25519 key");
    }

    /**
     * Reads a public key.
     *
     * @param pem a text with one block {@code PUBLIC KEY}
     * @param keyId the {@code kid}, {@code null} for none
     * @param algorithm the only algorithm it may be used with, {@code null} for all that fit
     * @return the key
     * @throws MalformedException if there is no such block, or the key is unusable or does not fit
     */
    public static VerificationKey verificationKey(String pem, @Nullable String keyId, @Nullable JwsAlgorithm algorithm)
            throws MalformedException {
        X509EncodedKeySpec encoded = new X509EncodedKeySpec(block(pem, "PUBLIC KEY"));
        for (String type : TYPES) {
            try {
                PublicKey key = KeyFactory.getInstance(type).generatePublic(encoded);
                return VerificationKey.of(key, keyId, algorithm);
            } catch (GeneralSecurityException otherType) {
                // the next type may fit
            }
        }
        throw refused("no RSA, EC or Ed25519 key");
    }

    private static PublicKey publicHalf(PrivateKey key, String type)
            throws GeneralSecurityException, MalformedException {
        return KeyFactory.getInstance(type).generatePublic(publicSpec(key));
    }

    private static KeySpec publicSpec(PrivateKey key) throws MalformedException {
        if (key instanceof RSAPrivateCrtKey rsa) {
            return new RSAPublicKeySpec(rsa.getModulus(), rsa.getPublicExponent());
        }
        if (key instanceof ECPrivateKey ec) {
            EcCurve curve = EcCurve.of(ec.getParams()).orElseThrow(() -> refused("unknown curve"));
            if (!curve.isScalar(ec.getS())) {
                throw refused("private key out of range");
            }
            return new ECPublicKeySpec(curve.publicPoint(ec.getS()), curve.parameters());
        }
        if (key instanceof EdECPrivateKey ed && ed.getParams().getName().equals(NamedParameterSpec.ED25519.getName())) {
            byte[] octets = ed.getBytes().orElseThrow(() -> refused("the private key is not readable"));
            return new EdECPublicKeySpec(NamedParameterSpec.ED25519, Ed25519.publicPoint(octets));
        }
        throw refused("unknown type of private key");
    }

    private static byte[] block(String pem, String label) throws MalformedException {
        String begin = "-----BEGIN " + label + "-----";
        int start = pem.indexOf(begin);
        int end = pem.indexOf("-----END " + label + "-----");
        if (start < 0 || end < start || pem.indexOf(begin, start + 1) >= 0) {
            throw refused("not exactly one PEM block " + label);
        }
        String body = pem.substring(start + begin.length(), end);
        return Base64Url.decodeStandard(body.replace("\r", "").replace("\n", ""));
    }

    private static MalformedException refused(String message) {
        return new MalformedException(Fault.KEY, message);
    }
}
