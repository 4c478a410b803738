package org.mcpoauth.benchmarks;

import java.util.Optional;
import org.mcpoauth.spi.support.jose.JwsAlgorithm;

/** The algorithms that are measured. HS256 stands for everything but the signature. */
enum Algorithm {
    RS256("RS256"),
    PS256("PS256"),
    ES256("ES256"),
    EDDSA("EdDSA"),
    HS256("HS256");

    private final String wireName;

    Algorithm(String wireName) {
        this.wireName = wireName;
    }

    String wireName() {
        return wireName;
    }

    /** The algorithm with a public key; empty for HS256. */
    Optional<JwsAlgorithm> signature() {
        return JwsAlgorithm.named(wireName);
    }
}
