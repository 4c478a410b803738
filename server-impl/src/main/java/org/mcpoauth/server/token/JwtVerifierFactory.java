package org.mcpoauth.server.token;

import java.util.Collection;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.mcpoauth.api.error.ConfigurationException;
import org.mcpoauth.api.token.TokenVerifier;
import org.mcpoauth.server.proof.ResourceProofs;
import org.mcpoauth.server.token.JwtVerifier.IssuerRules;
import org.mcpoauth.server.token.cache.CachingReader;
import org.mcpoauth.spi.McpOAuthServices;
import org.mcpoauth.spi.ResourceServerConfiguration;
import org.mcpoauth.spi.TokenVerifierFactory;
import org.mcpoauth.spi.resource.TokenCacheLimits;
import org.mcpoauth.spi.resource.TrustedIssuer;
import org.mcpoauth.spi.support.jose.JcaSignatures;
import org.mcpoauth.spi.support.jose.JwsAlgorithm;
import org.mcpoauth.spi.support.jose.JwsParser;
import org.mcpoauth.spi.support.jose.JwsVerifier;
import org.mcpoauth.spi.support.json.StrictJson;

/** Makes verifiers of JWT access tokens whose keys come from the metadata of the trusted issuers. */
public final class JwtVerifierFactory implements TokenVerifierFactory {

    @Override
    public TokenVerifier verifier(ResourceServerConfiguration configuration, McpOAuthServices services) {
        StrictJson json = StrictJson.create();
        JcaSignatures signatures = new JcaSignatures(services.cryptoProvider());
        TrustedKeys keys = new TrustedKeys(configuration.keySetCaching(), services, json);
        Map<String, IssuerRules> issuers = new LinkedHashMap<>();
        Set<JwsAlgorithm> union = EnumSet.noneOf(JwsAlgorithm.class);
        for (TrustedIssuer trusted : configuration.issuers()) {
            Set<JwsAlgorithm> algorithms = algorithms(configuration, trusted);
            union.addAll(algorithms);
            issuers.put(
                    trusted.issuer().value(),
                    new IssuerRules(
                            trusted.issuer(),
                            keys.of(trusted),
                            new JwsVerifier(signatures, algorithms),
                            trusted.audiences().isEmpty() ? configuration.audiences() : trusted.audiences()));
        }
        JwtVerifier reader = new JwtVerifier(
                JwsParser.ofTokens(json),
                new JwsVerifier(signatures, union),
                issuers,
                new AccessTokenClaims(configuration, services.clock()),
                configuration.token().profile());
        TokenReader remembering = remembering(configuration, services, reader, issuers.values());
        return new ProvingVerifier(remembering, ResourceProofs.constraint(configuration, services, json));
    }

    private static TokenReader remembering(
            ResourceServerConfiguration configuration,
            McpOAuthServices services,
            TokenReader reader,
            Collection<IssuerRules> issuers) {
        TokenCacheLimits limits = configuration.tokenCache();
        if (limits.size() == 0) {
            return reader;
        }
        CachingReader cache =
                new CachingReader(reader, limits, configuration.token().maxAge(), services.clock());
        issuers.forEach(issuer -> issuer.keys().whenKeysGo(cache::forgetAll));
        return cache;
    }

    private static Set<JwsAlgorithm> algorithms(ResourceServerConfiguration configuration, TrustedIssuer trusted) {
        Set<String> names =
                trusted.algorithms().isEmpty() ? configuration.token().algorithms() : trusted.algorithms();
        Set<JwsAlgorithm> known = names.stream()
                .map(JwsAlgorithm::named)
                .flatMap(Optional::stream)
                .collect(Collectors.toUnmodifiableSet());
        if (known.isEmpty()) {
            throw new ConfigurationException("token.algorithms", "names no algorithm that is known here");
        }
        return known;
    }
}
