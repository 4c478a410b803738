package org.mcpoauth.server.authorization.key;

import java.security.InvalidAlgorithmParameterException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.NamedParameterSpec;
import java.security.spec.RSAKeyGenParameterSpec;
import java.util.List;
import org.mcpoauth.api.client.SigningKey;
import org.mcpoauth.api.error.ConfigurationException;
import org.mcpoauth.spi.key.KeySource;
import org.mcpoauth.spi.key.VerificationKey;
import org.mcpoauth.spi.support.codec.MalformedException;
import org.mcpoauth.spi.support.jose.JwsAlgorithm;

/** One key pair that lives as long as this process: for development, since no token survives a restart. */
public final class GeneratedKeys implements KeySource {
    private static final System.Logger LOG = System.getLogger("org.mcpoauth.server.authorization.key");
    private static final int RSA_BITS = 2048;

    private final SigningKey signingKey;
    private final VerificationKey verificationKey;

    private GeneratedKeys(SigningKey signingKey, VerificationKey verificationKey) {
        this.signingKey = signingKey;
        this.verificationKey = verificationKey;
    }

    /**
     * Makes a key pair.
     *
     * @param algorithm {@code RS256}, {@code PS256}, {@code ES256} or {@code EdDSA}
     * @return the keys
     * @throws ConfigurationException if the algorithm is another one
     */
    public static GeneratedKeys of(String algorithm) {
        KeyPair pair = pair(algorithm);
        String keyId = thumbprint(pair, algorithm);
        LOG.log(
                System.Logger.Level.WARNING,
                "MCPO4510 tokens are signed with a key that ends with this process; configure keys for production");
        return new GeneratedKeys(
                new SigningKey(pair.getPrivate(), keyId, algorithm),
                new VerificationKey(pair.getPublic(), keyId, algorithm));
    }

    @Override
    public SigningKey signingKey() {
        return signingKey;
    }

    @Override
    public List<VerificationKey> verificationKeys() {
        return List.of(verificationKey);
    }

    private static KeyPair pair(String algorithm) {
        return switch (algorithm) {
            case "RS256", "PS256" -> pair("RSA", new RSAKeyGenParameterSpec(RSA_BITS, RSAKeyGenParameterSpec.F4));
            case "ES256" -> pair("EC", new ECGenParameterSpec("secp256r1"));
            case "EdDSA" -> pair("EdDSA", NamedParameterSpec.ED25519);
            default ->
                throw new ConfigurationException(
                        "signing-algorithm", "keys are generated for RS256, PS256, ES256 and EdDSA only");
        };
    }

    private static KeyPair pair(String type, AlgorithmParameterSpec parameters) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(type);
            generator.initialize(parameters);
            return generator.generateKeyPair();
        } catch (NoSuchAlgorithmException | InvalidAlgorithmParameterException e) {
            throw new IllegalStateException("this Java platform makes no keys of type " + type, e);
        }
    }

    private static String thumbprint(KeyPair pair, String algorithm) {
        try {
            JwsAlgorithm known = JwsAlgorithm.named(algorithm).orElseThrow();
            return org.mcpoauth.spi.support.jose.VerificationKey.of(pair.getPublic(), null, known)
                    .thumbprint();
        } catch (MalformedException e) {
            throw new IllegalStateException("this Java platform makes unusable keys", e);
        }
    }
}
