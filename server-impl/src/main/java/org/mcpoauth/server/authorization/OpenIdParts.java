package org.mcpoauth.server.authorization;

import java.util.List;
import org.mcpoauth.api.ResourceIdentifier;
import org.mcpoauth.api.provider.AuthorizationServerProvider;
import org.mcpoauth.api.token.TokenVerifier;
import org.mcpoauth.server.authorization.client.ClientDirectory;
import org.mcpoauth.server.authorization.endpoint.JsonAnswers;
import org.mcpoauth.server.authorization.key.KeyRing;
import org.mcpoauth.server.authorization.key.TokenSigner;
import org.mcpoauth.server.authorization.openid.IdTokens;
import org.mcpoauth.server.authorization.openid.Subjects;
import org.mcpoauth.server.authorization.openid.UserInfoEndpoint;
import org.mcpoauth.server.authorization.openid.UserInfoTokens;
import org.mcpoauth.server.token.JwtVerifierFactory;
import org.mcpoauth.spi.AuthorizationServerConfiguration;
import org.mcpoauth.spi.McpOAuthServices;
import org.mcpoauth.spi.ResourceServerConfiguration;
import org.mcpoauth.spi.endpoint.EndpointHandler;
import org.mcpoauth.spi.support.jose.JcaSignatures;
import org.mcpoauth.spi.support.json.StrictJson;

/** What tells clients about users (OpenID Connect Core 1.0), and what it takes. */
final class OpenIdParts {
    private final AuthorizationServerConfiguration configuration;
    private final AuthorizationServerProvider<?, ?, ?> provider;
    private final KeyRing keys;
    private final McpOAuthServices services;
    private final StrictJson json;

    OpenIdParts(
            AuthorizationServerConfiguration configuration,
            AuthorizationServerProvider<?, ?, ?> provider,
            KeyRing keys,
            McpOAuthServices services,
            StrictJson json) {
        this.configuration = configuration;
        this.provider = provider;
        this.keys = keys;
        this.services = services;
        this.json = json;
    }

    /** Makes ID tokens. */
    IdTokens idTokens() {
        return new IdTokens(
                configuration.issuer(),
                configuration.tokens().accessTokenTtl(),
                signer(IdTokens.TYPE),
                new Subjects(configuration.openId()),
                json,
                services.clock());
    }

    /** Answers with what an access token lets a client know (section 5.3). */
    EndpointHandler userInfo(UserInfoTokens tokens, ClientDirectory clients, JsonAnswers answers) {
        return new UserInfoEndpoint(
                tokens,
                clients,
                new Subjects(configuration.openId()),
                configuration.openId().claims(),
                answers);
    }

    /** Judges the tokens of this server, whichever resource they are for. */
    TokenVerifier ownTokens() {
        ResourceServerConfiguration own = ResourceServerConfiguration.builder(
                        configuration.resourcesAllowed().get(0), List.of(configuration.issuer()))
                .audiences(configuration.resourcesAllowed().stream()
                        .map(ResourceIdentifier::value)
                        .toList())
                .dpop(configuration.dpop().withNonceRequired(false))
                .certificates(configuration.mutualTls().certificates())
                .build();
        return new JwtVerifierFactory().embedded(own, configuration.issuer(), provider, services);
    }

    /** Signs what is of one type. */
    TokenSigner signer(String type) {
        return new TokenSigner(keys, new JcaSignatures(services.cryptoProvider()), json, type);
    }
}
