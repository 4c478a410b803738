package org.mcpoauth.server.token;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.mcpoauth.api.Issuer;
import org.mcpoauth.api.error.ConfigurationException;
import org.mcpoauth.api.token.TokenVerifier;
import org.mcpoauth.server.token.JwtVerifier.TrustedIssuer;
import org.mcpoauth.spi.McpOAuthServices;
import org.mcpoauth.spi.ResourceServerConfiguration;
import org.mcpoauth.spi.TokenVerifierFactory;
import org.mcpoauth.spi.support.http.GuardedHttp;
import org.mcpoauth.spi.support.jose.JcaSignatures;
import org.mcpoauth.spi.support.jose.JwsAlgorithm;
import org.mcpoauth.spi.support.jose.JwsParser;
import org.mcpoauth.spi.support.jose.JwsVerifier;
import org.mcpoauth.spi.support.jose.JwtTimes;
import org.mcpoauth.spi.support.json.StrictJson;

/** Makes verifiers of JWT access tokens whose keys come from the metadata of the trusted issuers. */
public final class JwtVerifierFactory implements TokenVerifierFactory {

    @Override
    public TokenVerifier verifier(ResourceServerConfiguration configuration, McpOAuthServices services) {
        StrictJson json = StrictJson.create();
        GuardedHttp http = GuardedHttp.builder(services.transport(), services.endpointPolicy())
                .clock(services.clock())
                .build();
        Map<String, TrustedIssuer> issuers = new LinkedHashMap<>();
        for (Issuer issuer : configuration.authorizationServers()) {
            RemoteKeySet source = new RemoteKeySet(issuer, configuration.jwksUrl(), http, json, services.clock());
            IssuerKeys keys = new IssuerKeys(source, services.clock(), services.executor());
            issuers.put(issuer.value(), new TrustedIssuer(issuer, keys));
        }
        JwtTimes times = new JwtTimes(services.clock(), configuration.clockSkew());
        return new JwtVerifier(
                JwsParser.ofTokens(json),
                new JwsVerifier(signatures(services), algorithms(configuration)),
                issuers,
                new AccessTokenClaims(configuration, times),
                configuration.profile());
    }

    private static JcaSignatures signatures(McpOAuthServices services) {
        return new JcaSignatures(services.cryptoProvider());
    }

    private static Set<JwsAlgorithm> algorithms(ResourceServerConfiguration configuration) {
        Set<JwsAlgorithm> known = configuration.algorithms().stream()
                .map(JwsAlgorithm::named)
                .flatMap(Optional::stream)
                .collect(Collectors.toUnmodifiableSet());
        if (known.isEmpty()) {
            throw new ConfigurationException("token.algorithms", "names no algorithm that is known here");
        }
        return known;
    }
}
