package org.mcpoauth.server.proof;

import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.api.error.ConfigurationException;
import org.mcpoauth.spi.McpOAuthServices;
import org.mcpoauth.spi.ResourceServerConfiguration;
import org.mcpoauth.spi.resource.CertificatePolicy;
import org.mcpoauth.spi.resource.ClientCertificateSource;
import org.mcpoauth.spi.resource.DpopPolicy;
import org.mcpoauth.spi.resource.Use;
import org.mcpoauth.spi.support.http.AddressRange;
import org.mcpoauth.spi.support.jose.JcaSignatures;
import org.mcpoauth.spi.support.jose.JwsAlgorithm;
import org.mcpoauth.spi.support.jose.JwsParser;
import org.mcpoauth.spi.support.jose.JwsVerifier;
import org.mcpoauth.spi.support.json.StrictJson;

/** Makes what a protected resource checks proofs of possession with, from its configuration. */
public final class ResourceProofs {
    private ResourceProofs() {}

    /** The constraint on who may present a token. */
    public static SenderConstraint constraint(
            ResourceServerConfiguration configuration, McpOAuthServices services, StrictJson json) {
        DpopPolicy policy = configuration.dpop();
        DpopProofVerifier proofs = new DpopProofVerifier(
                JwsParser.ofProofs(json),
                new JwsVerifier(new JcaSignatures(services.cryptoProvider()), known(policy)),
                new ProofAge(
                        services.clock(),
                        policy.proofMaxAge(),
                        configuration.token().clockSkew()),
                nonces(configuration, services));
        ProofReplays replays = new ProofReplays(
                services.stateStore(),
                configuration.resource().value(),
                services.clock(),
                configuration.token().clockSkew());
        return new SenderConstraint(policy.use(), configuration.certificates().use(), proofs, replays);
    }

    /** The nonces that proofs must have, {@code null} if none is asked for. */
    public static @Nullable DpopNonces nonces(ResourceServerConfiguration configuration, McpOAuthServices services) {
        DpopPolicy policy = configuration.dpop();
        return policy.use() != Use.OFF && policy.nonceRequired()
                ? new DpopNonces(policy.nonceKeys(), configuration.resource().value(), services.clock())
                : null;
    }

    /** The names of the algorithms that proofs may have, always in one order. */
    public static List<String> algorithms(DpopPolicy policy) {
        return known(policy).stream().map(JwsAlgorithm::wireName).toList();
    }

    /**
     * Where client certificates come from.
     *
     * @throws ConfigurationException if a trusted proxy is not an address block
     */
    public static ClientCertificateSource certificates(CertificatePolicy policy) {
        if (policy.use() == Use.OFF) {
            return request -> null;
        }
        if (policy.source() != null) {
            return policy.source();
        }
        return policy.trustedProxies().isEmpty()
                ? ClientCertificateSource.TLS
                : new ForwardedCertificates(policy.trustedProxies().stream()
                        .map(ResourceProofs::block)
                        .toList());
    }

    private static AddressRange block(String text) {
        try {
            return AddressRange.parse(text);
        } catch (IllegalArgumentException e) {
            throw new ConfigurationException("mtls-bound.trusted-proxies", "are address blocks such as 10.1.0.0/16");
        }
    }

    private static Set<JwsAlgorithm> known(DpopPolicy policy) {
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
