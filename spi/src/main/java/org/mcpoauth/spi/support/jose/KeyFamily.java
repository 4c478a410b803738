package org.mcpoauth.spi.support.jose;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Kinds of keys that differ in what they can sign: RSA, each curve of ECDSA, and Ed25519. */
enum KeyFamily {
    RSA("RSA", null),
    P_256("EC", EcCurve.P_256),
    P_384("EC", EcCurve.P_384),
    P_521("EC", EcCurve.P_521),
    ED25519("OKP", null);

    private final String keyType;
    private final @Nullable EcCurve curve;

    KeyFamily(String keyType, @Nullable EcCurve curve) {
        this.keyType = keyType;
        this.curve = curve;
    }

    static KeyFamily of(EcCurve curve) {
        return switch (curve) {
            case P_256 -> P_256;
            case P_384 -> P_384;
            case P_521 -> P_521;
        };
    }

    /** The {@code kty} member of such a key. */
    String keyType() {
        return keyType;
    }

    Optional<EcCurve> curve() {
        return Optional.ofNullable(curve);
    }
}
