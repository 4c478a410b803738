package org.mcpoauth.server.authorization;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.mcpoauth.api.Secret;
import org.mcpoauth.api.error.ConfigurationException;
import org.mcpoauth.api.provider.AuthorizationServerProvider;
import org.mcpoauth.spi.McpOAuthRuntime;
import org.mcpoauth.spi.endpoint.Endpoint;
import org.mcpoauth.spi.endpoint.EndpointResponse;
import org.mcpoauth.spi.key.KeySource;
import org.mcpoauth.spi.server.GrantPolicy;
import org.mcpoauth.spi.server.TokenIssuance;

/** How the authorization server is found and put together. */
class FactoryTest {
    @Test
    void theFactoryIsFoundByTheRuntime() {
        try (McpOAuthRuntime runtime = McpOAuthRuntime.create()) {
            assertInstanceOf(StandardAuthorizationServerFactory.class, runtime.authorizationServers());
        }
    }

    @Test
    void theEndpointsLieBelowTheBasePath() {
        assertEquals(
                List.of(
                        "/.well-known/oauth-authorization-server/tenant",
                        "/.well-known/openid-configuration/tenant",
                        "/tenant/.well-known/openid-configuration",
                        "/tenant/oauth/authorize",
                        "/tenant/oauth/consent",
                        "/tenant/oauth/introspect",
                        "/tenant/oauth/jwks",
                        "/tenant/oauth/login",
                        "/tenant/oauth/register",
                        "/tenant/oauth/revoke",
                        "/tenant/oauth/token"),
                new TestServer()
                        .server.endpoints().stream()
                                .map(Endpoint::path)
                                .sorted()
                                .collect(Collectors.toList()));
    }

    @Test
    void keysAreGeneratedForKnownAlgorithmsOnly() {
        assertThrows(
                ConfigurationException.class,
                () -> new TestServer(builder -> builder.tokens(TokenIssuance.DEFAULT.withSigningAlgorithm("HS256"))));
        assertThrows(
                ConfigurationException.class,
                () -> new TestServer(builder -> builder.tokens(TokenIssuance.DEFAULT.withSigningAlgorithm("none"))));
    }

    /** Two nodes on one store behave as one. */
    @Test
    void whatOneNodeStartsAnotherEnds() {
        TestServer one = new TestServer();
        one.addPublicClient("app");
        StandardAuthorizationServerFactory factory = new StandardAuthorizationServerFactory();
        KeySource keys = one.keys;
        AuthorizationServerProvider<?, ?, ?> provider =
                factory.readyProvider(one.server.configuration(), keys, GrantPolicy.WITH_CONSENT, one.services);
        String token = one.tokens("app").getString("refresh_token");
        EndpointResponse refreshed = one.refresh("app", token);
        String access = one.json(refreshed).getString("access_token");

        assertTrue(provider.loadAccessToken(Secret.of(access)).isPresent());
        one.refresh("app", token);
        assertTrue(provider.loadAccessToken(Secret.of(access)).isEmpty(), "revoked there is revoked here");
    }
}
