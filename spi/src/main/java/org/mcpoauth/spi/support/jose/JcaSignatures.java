package org.mcpoauth.spi.support.jose;

import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.Security;
import java.security.Signature;
import java.security.SignatureException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.api.error.ConfigurationException;
import org.mcpoauth.spi.support.jose.ReadySignatures.Ready;

/**
 * Makes and checks signatures with the JCA. Without a named provider the platform chooses; with one,
 * that one does what it can and the platform the rest. Thread-safe.
 */
public final class JcaSignatures {
    private final @Nullable Provider provider;
    private final Map<JwsAlgorithm, String> providerNames = new EnumMap<>(JwsAlgorithm.class);

    /**
     * Uses a provider, if one is named.
     *
     * @param providerName the name of an installed provider, {@code null} for the platform's choice
     * @throws ConfigurationException if no such provider is installed
     */
    public JcaSignatures(@Nullable String providerName) {
        provider = providerName == null ? null : installed(providerName);
        if (provider != null) {
            for (JwsAlgorithm algorithm : JwsAlgorithm.values()) {
                nameAt(provider, algorithm).ifPresent(name -> providerNames.put(algorithm, name));
            }
        }
    }

    /**
     * Uses the providers that the platform chooses.
     *
     * @return signatures without a named provider
     */
    public static JcaSignatures platform() {
        return new JcaSignatures(null);
    }

    /** Checks a signature over a whole input. */
    boolean verify(JwsAlgorithm algorithm, VerificationKey key, byte[] input, byte[] signature) {
        return verify(algorithm, key, input, input.length, signature);
    }

    /**
     * Checks a signature over the first octets of an input, its exact length first; a signature or key
     * that the JCA cannot digest is wrong.
     */
    boolean verify(JwsAlgorithm algorithm, VerificationKey key, byte[] input, int length, byte[] signature) {
        if (!key.fits(algorithm) || signature.length != key.signatureLength()) {
            return false;
        }
        Optional<EcCurve> curve = algorithm.family().curve();
        Optional<byte[]> jcaForm =
                curve.isPresent() ? EcdsaSignature.toDer(signature, curve.get()) : Optional.of(signature);
        return jcaForm.isPresent() && verifyJcaForm(algorithm, key, input, length, jcaForm.get());
    }

    private boolean verifyJcaForm(
            JwsAlgorithm algorithm, VerificationKey key, byte[] input, int length, byte[] signature) {
        try {
            Signature verification = verification(algorithm, key);
            verification.update(input, 0, length);
            boolean isGenuine = verification.verify(signature);
            if (isGenuine) {
                key.ready().putBack(new Ready(this, algorithm, verification));
            }
            return isGenuine;
        } catch (SignatureException | InvalidKeyException e) {
            return false;
        } catch (GeneralSecurityException e) {
            throw unsupported(algorithm, e);
        }
    }

    private Signature verification(JwsAlgorithm algorithm, VerificationKey key) throws GeneralSecurityException {
        Signature ready = key.ready().take(this, algorithm);
        if (ready != null) {
            return ready;
        }
        Signature verification = instance(algorithm);
        verification.initVerify(key.publicKey());
        return verification;
    }

    byte[] sign(JwsAlgorithm algorithm, PrivateKey key, byte[] input) {
        try {
            return trySign(algorithm, key, input);
        } catch (GeneralSecurityException e) {
            throw unsupported(algorithm, e);
        }
    }

    byte[] trySign(JwsAlgorithm algorithm, PrivateKey key, byte[] input) throws GeneralSecurityException {
        Signature signing = instance(algorithm);
        signing.initSign(key);
        signing.update(input);
        byte[] signature = signing.sign();
        return algorithm
                .family()
                .curve()
                .map(curve -> EcdsaSignature.fromDer(signature, curve))
                .orElse(signature);
    }

    private Signature instance(JwsAlgorithm algorithm) throws GeneralSecurityException {
        String name = providerNames.get(algorithm);
        Signature signature = name == null || provider == null
                ? Signature.getInstance(algorithm.jcaName())
                : Signature.getInstance(name, provider);
        if (algorithm.parameters() != null) {
            signature.setParameter(algorithm.parameters());
        }
        return signature;
    }

    private static Provider installed(String name) {
        Provider provider = Security.getProvider(name);
        if (provider == null) {
            throw new ConfigurationException(
                    "mcp.oauth.crypto.provider", "no security provider of this name is installed");
        }
        return provider;
    }

    /** Some providers have RSASSA-PSS only under names with the hash in them. */
    private static Optional<String> nameAt(Provider provider, JwsAlgorithm algorithm) {
        String hash = algorithm.wireName().substring(2);
        return List.of(algorithm.jcaName(), "SHA" + hash + "withRSA/PSS").stream()
                .filter(name -> algorithm.parameters() != null || name.equals(algorithm.jcaName()))
                .filter(name -> offers(provider, name))
                .findFirst();
    }

    private static boolean offers(Provider provider, String name) {
        try {
            Signature.getInstance(name, provider);
            return true;
        } catch (NoSuchAlgorithmException e) {
            return false;
        }
    }

    private static IllegalStateException unsupported(JwsAlgorithm algorithm, GeneralSecurityException cause) {
        return new IllegalStateException("this Java platform cannot do " + algorithm, cause);
    }
}
