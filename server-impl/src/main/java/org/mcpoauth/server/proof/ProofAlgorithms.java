package org.mcpoauth.server.proof;

import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.mcpoauth.api.error.ConfigurationException;
import org.mcpoauth.spi.resource.DpopPolicy;
import org.mcpoauth.spi.support.jose.JwsAlgorithm;

/** The signature algorithms that the proofs of a policy may have. */
public final class ProofAlgorithms {
    private ProofAlgorithms() {}

    /** Their names, always in one order, as metadata publishes them (RFC 9449, section 5.1; RFC 9728, section 2). */
    public static List<String> names(DpopPolicy policy) {
        return of(policy).stream().map(JwsAlgorithm::wireName).toList();
    }

    static Set<JwsAlgorithm> of(DpopPolicy policy) {
        Set<JwsAlgorithm> known = policy.algorithms().stream()
                .map(JwsAlgorithm::named)
                .flatMap(Optional::stream)
                .collect(Collectors.toCollection(() -> EnumSet.noneOf(JwsAlgorithm.class)));
        if (known.isEmpty()) {
            throw new ConfigurationException("dpop.algorithms", "names no algorithm that is known here");
        }
        return known;
    }
}
