package org.mcpoauth.server.token;

import java.net.URI;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.mcpoauth.api.Issuer;
import org.mcpoauth.api.error.ConfigurationException;
import org.mcpoauth.api.provider.AuthorizationServerProvider;
import org.mcpoauth.api.token.TokenVerifier;
import org.mcpoauth.server.proof.ResourceProofs;
import org.mcpoauth.server.token.JwtVerifier.IssuerRules;
import org.mcpoauth.server.token.cache.CachingIntrospection;
import org.mcpoauth.server.token.cache.CachingReader;
import org.mcpoauth.server.token.cache.FamiliarTokens;
import org.mcpoauth.server.token.cache.QuestionLimit;
import org.mcpoauth.server.token.introspection.AnswerSignature;
import org.mcpoauth.server.token.introspection.ClaimRules;
import org.mcpoauth.server.token.introspection.IntrospectionReader;
import org.mcpoauth.server.token.introspection.ProviderReader;
import org.mcpoauth.spi.McpOAuthServices;
import org.mcpoauth.spi.ResourceServerConfiguration;
import org.mcpoauth.spi.resource.IntrospectionRules;
import org.mcpoauth.spi.resource.IntrospectionRules.ResponseForm;
import org.mcpoauth.spi.resource.TokenForm;
import org.mcpoauth.spi.resource.TokenProfile;
import org.mcpoauth.spi.resource.TrustedIssuer;
import org.mcpoauth.spi.support.http.GuardedHttp;
import org.mcpoauth.spi.support.jose.JcaSignatures;
import org.mcpoauth.spi.support.jose.JwsAlgorithm;
import org.mcpoauth.spi.support.jose.JwsParser;
import org.mcpoauth.spi.support.jose.JwsVerifier;
import org.mcpoauth.spi.support.json.StrictJson;

/** Puts the verifier of one resource together: who reads which tokens, what is remembered, who may send them. */
final class VerifierAssembly {
    private final ResourceServerConfiguration configuration;
    private final McpOAuthServices services;
    private final StrictJson json = StrictJson.create();
    private final JcaSignatures signatures;
    private final GuardedHttp http;
    private final TrustedKeys keys;
    private final Map<String, IssuerRules> issuers = new LinkedHashMap<>();

    VerifierAssembly(ResourceServerConfiguration configuration, McpOAuthServices services) {
        this.configuration = configuration;
        this.services = services;
        this.signatures = new JcaSignatures(services.cryptoProvider());
        this.http = GuardedHttp.builder(services.transport(), services.endpointPolicy())
                .connections(services.connections())
                .clock(services.clock())
                .build();
        this.keys = new TrustedKeys(configuration.keySetCaching(), services, json);
        configuration.issuers().forEach(trusted -> issuers.put(trusted.issuer().value(), rules(trusted)));
    }

    /** A verifier of tokens whose issuers are elsewhere. */
    TokenVerifier verifier() {
        if (configuration.form() == TokenForm.EMBEDDED) {
            throw new ConfigurationException("verifier", "is embedded, but no authorization server is in this process");
        }
        return configuration.form() == TokenForm.CONTAINER
                ? new ContainerVerifier(proving(jwts(SignatureRule.BY_CONTAINER)))
                : proving(reader());
    }

    /** A verifier that asks the provider in this process about the tokens of its issuer. */
    TokenVerifier embedded(Issuer issuer, AuthorizationServerProvider<?, ?, ?> provider) {
        if (!issuers.containsKey(issuer.value())) {
            throw new ConfigurationException("verifier", "is embedded, but the resource does not trust that issuer");
        }
        if (configuration.introspection() != null) {
            throw new ConfigurationException(
                    "introspection", "is of no use where tokens are looked up in this process");
        }
        TokenReader own = new ProviderReader<>(issuer, provider, claims(issuer), json);
        TokenReader jwts = jwts();
        TokenReader others = configuration.form() == TokenForm.JWT ? jwts : own;
        return proving(new TokenRouter(jwts, Map.of(issuer.value(), own), others, JwsParser.ofTokens(json)));
    }

    private TokenVerifier proving(TokenReader reader) {
        return new ProvingVerifier(reader, ResourceProofs.constraint(configuration, services, json));
    }

    private TokenReader reader() {
        IntrospectionRules rules = configuration.introspection();
        if (rules == null) {
            return jwts();
        }
        TokenReader asked = introspection(rules);
        if (configuration.form() == TokenForm.INTROSPECTION) {
            return asked;
        }
        Map<String, TokenReader> askedJwts = configuration.issuers().stream()
                .filter(TrustedIssuer::introspected)
                .collect(Collectors.toMap(trusted -> trusted.issuer().value(), trusted -> asked));
        return new TokenRouter(jwts(), askedJwts, asked, JwsParser.ofTokens(json));
    }

    private TokenReader jwts() {
        TokenReader reader = jwts(SignatureRule.BY_KEYS);
        return configuration.tokenCache().size() == 0 ? reader : remembering(reader);
    }

    private TokenReader jwts(SignatureRule signatureRule) {
        Set<JwsAlgorithm> union = EnumSet.noneOf(JwsAlgorithm.class);
        configuration.issuers().forEach(trusted -> union.addAll(algorithms(trusted)));
        return new JwtVerifier(
                JwsParser.ofTokens(json),
                new JwsVerifier(signatures, union),
                issuers,
                new AccessTokenClaims(configuration, services.clock()),
                configuration.token().profile(),
                signatureRule);
    }

    private TokenReader remembering(TokenReader reader) {
        KeyCandidates[] all = issuers.values().stream().map(IssuerRules::keys).toArray(KeyCandidates[]::new);
        CachingReader cache = new CachingReader(
                reader, configuration.tokenCache(), configuration.token().maxAge(), services.clock(), () -> look(all));
        issuers.values().forEach(issuer -> issuer.keys().whenKeysGo(cache::forgetAll));
        return cache;
    }

    /** Over an array, since it is done for every request. */
    private static void look(KeyCandidates[] all) {
        for (KeyCandidates keys : all) {
            keys.look();
        }
    }

    private TokenReader introspection(IntrospectionRules rules) {
        IssuerRules issuer = trusted(rules.issuer());
        AnswerSignature signature = jws -> issuer.signatures()
                .verify(
                        jws,
                        issuer.keys()
                                .candidates(
                                        jws.header().keyId(),
                                        issuer.signatures().algorithm(jws.header())));
        FamiliarTokens familiar = new FamiliarTokens();
        IntrospectionReader reader = IntrospectionReader.of(
                rules,
                configuration.token(),
                claims(rules.issuer()),
                signature,
                new IntrospectionReader.Tools(http, json, signatures, services.clock(), familiar));
        URI server = rules.issuer().uri();
        boolean isSigned = rules.response() == ResponseForm.JWT;
        CachingIntrospection cache = new CachingIntrospection(
                reader,
                rules.cache(),
                configuration.token().maxAge(),
                new CachingIntrospection.Access(
                        new QuestionLimit(rules.maxConcurrent(), server, services.clock()), familiar, server),
                isSigned ? issuer.keys()::look : () -> {},
                services.clock());
        if (isSigned) {
            issuer.keys().whenKeysGo(cache::forgetAll);
        }
        return cache;
    }

    private ClaimRules claims(Issuer issuer) {
        List<String> audiences = trusted(issuer).audiences();
        AccessTokenClaims rules = new AccessTokenClaims(configuration, TokenProfile.LENIENT, services.clock());
        return claims -> rules.check(claims, issuer, audiences);
    }

    private IssuerRules trusted(Issuer issuer) {
        return Optional.ofNullable(issuers.get(issuer.value()))
                .orElseThrow(() -> new ConfigurationException("authorization-servers", "lacks " + issuer));
    }

    private IssuerRules rules(TrustedIssuer trusted) {
        return new IssuerRules(
                trusted.issuer(),
                keys.of(trusted),
                new JwsVerifier(signatures, algorithms(trusted)),
                trusted.audiences().isEmpty() ? configuration.audiences() : trusted.audiences());
    }

    private Set<JwsAlgorithm> algorithms(TrustedIssuer trusted) {
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
