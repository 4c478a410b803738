package org.mcpoauth.spi.support.jose;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.NamedParameterSpec;
import java.security.spec.RSAKeyGenParameterSpec;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.spi.support.codec.MalformedException;
import org.mcpoauth.spi.support.codec.MalformedException.Fault;

/**
 * A private key with its public half, its algorithm and its {@code kid}. Its text form shows nothing of
 * the private half. Immutable.
 */
public final class SigningKey {
    private static final int RSA_BITS = 2048;
    private static final byte[] PROBE = "probe".getBytes(StandardCharsets.US_ASCII);

    private final PrivateKey privateKey;
    private final VerificationKey verificationKey;
    private final JwsAlgorithm algorithm;

    private SigningKey(PrivateKey privateKey, VerificationKey verificationKey, JwsAlgorithm algorithm) {
        this.privateKey = privateKey;
        this.verificationKey = verificationKey;
        this.algorithm = algorithm;
    }

    /**
     * Checks a pair of keys, also by one signature.
     *
     * @param privateKey the private half
     * @param publicKey the public half
     * @param keyId the {@code kid}, {@code null} for the thumbprint of the key
     * @param named what to sign with, {@code null} for {@code RS256}, {@code EdDSA} or what the curve suggests
     * @return the key
     * @throws MalformedException if the public key is unusable or the halves do not belong together
     */
    public static SigningKey of(
            PrivateKey privateKey, PublicKey publicKey, @Nullable String keyId, @Nullable JwsAlgorithm named)
            throws MalformedException {
        VerificationKey anonymous = VerificationKey.of(publicKey, null, named);
        JwsAlgorithm algorithm = named == null ? anonymous.suggestedAlgorithm() : named;
        VerificationKey complete =
                VerificationKey.of(publicKey, keyId == null ? anonymous.thumbprint() : keyId, algorithm);
        if (!belongTogether(privateKey, complete, algorithm)) {
            throw new MalformedException(Fault.KEY, "private and public key do not belong together");
        }
        return new SigningKey(privateKey, complete, algorithm);
    }

    /**
     * Makes a new key whose {@code kid} is its thumbprint; RSA keys have 2048 bits.
     *
     * @param algorithm what to sign with
     * @return the key
     */
    public static SigningKey generate(JwsAlgorithm algorithm) {
        try {
            KeyPair pair = generator(algorithm).generateKeyPair();
            return of(pair.getPrivate(), pair.getPublic(), null, algorithm);
        } catch (GeneralSecurityException | MalformedException e) {
            throw new IllegalStateException("this Java platform makes no keys for " + algorithm, e);
        }
    }

    /**
     * What to sign with.
     *
     * @return the algorithm
     */
    public JwsAlgorithm algorithm() {
        return algorithm;
    }

    /**
     * The public half, with {@code kid} and algorithm.
     *
     * @return the key to publish
     */
    public VerificationKey verificationKey() {
        return verificationKey;
    }

    /**
     * The private half, for those that sign with the key itself.
     *
     * @return the key; it need not be extractable
     */
    public PrivateKey privateKey() {
        return privateKey;
    }

    /** Names the public half alone. */
    @Override
    public String toString() {
        return "SigningKey[" + algorithm + ", " + verificationKey.thumbprint() + "]";
    }

    private static boolean belongTogether(PrivateKey privateKey, VerificationKey publicKey, JwsAlgorithm algorithm) {
        JcaSignatures signatures = JcaSignatures.platform();
        try {
            byte[] signature = signatures.trySign(algorithm, privateKey, PROBE);
            return signatures.verify(algorithm, publicKey, PROBE, signature);
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    private static KeyPairGenerator generator(JwsAlgorithm algorithm) throws GeneralSecurityException {
        return switch (algorithm.family()) {
            case RSA -> generator("RSA", new RSAKeyGenParameterSpec(RSA_BITS, RSAKeyGenParameterSpec.F4));
            case P_256 -> generator("EC", new ECGenParameterSpec("secp256r1"));
            case P_384 -> generator("EC", new ECGenParameterSpec("secp384r1"));
            case P_521 -> generator("EC", new ECGenParameterSpec("secp521r1"));
            case ED25519 -> generator("EdDSA", NamedParameterSpec.ED25519);
        };
    }

    private static KeyPairGenerator generator(String name, AlgorithmParameterSpec parameters)
            throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance(name);
        generator.initialize(parameters);
        return generator;
    }
}
