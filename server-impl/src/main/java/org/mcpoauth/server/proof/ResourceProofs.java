package org.mcpoauth.server.proof;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.api.error.ConfigurationException;
import org.mcpoauth.spi.McpOAuthServices;
import org.mcpoauth.spi.ResourceServerConfiguration;
import org.mcpoauth.spi.resource.CertificatePolicy;
import org.mcpoauth.spi.resource.ClientCertificateSource;
import org.mcpoauth.spi.resource.DpopPolicy;
import org.mcpoauth.spi.resource.Use;
import org.mcpoauth.spi.support.http.AddressRange;
import org.mcpoauth.spi.support.json.StrictJson;

/** Makes what a protected resource checks proofs of possession with, from its configuration. */
public final class ResourceProofs {
    private ResourceProofs() {}

    /** The constraint on who may present a token. */
    public static SenderConstraint constraint(
            ResourceServerConfiguration configuration, McpOAuthServices services, StrictJson json) {
        DpopPolicy policy = configuration.dpop();
        Duration skew = configuration.token().clockSkew();
        DpopProofVerifier proofs = DpopProofVerifier.of(policy, skew, nonces(configuration, services), services, json);
        ProofReplays replays =
                new ProofReplays(services.stateStore(), configuration.resource().value(), services.clock(), skew);
        return new SenderConstraint(policy.use(), configuration.certificates().use(), proofs, replays);
    }

    /** The nonces that proofs must have, {@code null} if none is asked for. */
    public static @Nullable DpopNonces nonces(ResourceServerConfiguration configuration, McpOAuthServices services) {
        DpopPolicy policy = configuration.dpop();
        return policy.use() != Use.OFF && policy.nonceRequired()
                ? DpopNonces.of(
                        policy.nonceKeys(),
                        services.stateStore(),
                        configuration.resource().value(),
                        services.clock())
                : null;
    }

    /**
     * Where client certificates come from.
     *
     * @throws ConfigurationException if a trusted proxy is not an address block
     */
    public static ClientCertificateSource certificates(CertificatePolicy policy) {
        return policy.use() == Use.OFF ? request -> null : source(policy);
    }

    /**
     * Where client certificates come from, whether or not tokens are bound to them.
     *
     * @throws ConfigurationException if a trusted proxy is not an address block
     */
    public static ClientCertificateSource source(CertificatePolicy policy) {
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
}
