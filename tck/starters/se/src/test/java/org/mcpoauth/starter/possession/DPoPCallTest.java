package org.mcpoauth.starter.possession;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mcpoauth.api.McpOAuthClient;
import org.mcpoauth.api.Secret;
import org.mcpoauth.api.client.AccessToken;
import org.mcpoauth.api.client.DPoPKey;
import org.mcpoauth.api.error.ChallengeException;
import org.mcpoauth.api.metadata.ClientMetadata;
import org.mcpoauth.api.token.PresentedToken;
import org.mcpoauth.spi.ClientConfiguration;
import org.mcpoauth.spi.ClientConfiguration.GrantKind;
import org.mcpoauth.spi.McpOAuthRuntime;
import org.mcpoauth.spi.client.PossessionRules;
import org.mcpoauth.spi.client.PossessionRules.Mode;
import org.mcpoauth.spi.resource.DpopPolicy;
import org.mcpoauth.spi.resource.Use;

/** Our client calls an MCP server behind our guard with bound tokens, over HTTP (RFC 9449, sections 7 and 9). */
class DPoPCallTest {
    private static final String PING = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\"}";

    private final McpOAuthRuntime runtime =
            McpOAuthRuntime.builder().allowLoopback().build();
    private final BindingIssuer issuer = new BindingIssuer("[\"ES256\",\"EdDSA\",\"PS256\",\"ES512\"]");

    @AfterEach
    void close() {
        runtime.close();
        issuer.close();
    }

    private GuardedServer server(UnaryOperator<DpopPolicy> policy) {
        return new GuardedServer(issuer.issuer(), policy);
    }

    private McpOAuthClient client(GuardedServer server, PossessionRules rules) {
        return runtime.client(ClientConfiguration.builder(
                        "crm", server.url(), ClientMetadata.builder().build())
                .grant(GrantKind.CLIENT_CREDENTIALS)
                .clientId("client")
                .clientSecret(Secret.of("secret"))
                .issuer(issuer.issuer())
                .possession(rules)
                .build());
    }

    private static HttpRequest.Builder ping(URI url) {
        return HttpRequest.newBuilder(url)
                .header("Content-Type", "application/json")
                .header("Accept", "application/json, text/event-stream")
                .POST(BodyPublishers.ofString(PING));
    }

    private static int call(GuardedServer server, McpOAuthClient client) throws Exception {
        return client.send(ping(server.url()).build(), BodyHandlers.ofString()).statusCode();
    }

    /** A guard that takes bound tokens only: one challenge, one token, and every proof is accepted once. */
    @ParameterizedTest
    @ValueSource(strings = {"ES256", "EdDSA", "PS256", "ES512"})
    void everyCallIsProven(String algorithm) throws Exception {
        try (GuardedServer server = server(policy -> policy.withUse(Use.REQUIRED))) {
            McpOAuthClient client = client(server, PossessionRules.DEFAULT.withAlgorithm(algorithm));
            for (int i = 0; i < 5; i++) {
                assertEquals(200, call(server, client));
            }
            assertEquals(PresentedToken.Scheme.DPOP, client.accessToken().scheme());
            assertEquals(1, issuer.grants());
            assertEquals(1, server.refusals());
        }
    }

    /** The guard's nonces: one more refusal for the first, none for those that follow. */
    @Test
    void noncesOfTheGuardAreFollowed() throws Exception {
        try (GuardedServer server =
                server(policy -> policy.withUse(Use.REQUIRED).withNonceRequired(true))) {
            McpOAuthClient client = client(server, PossessionRules.DEFAULT);
            assertEquals(200, call(server, client));
            int refusals = server.refusals();
            assertEquals(200, call(server, client));
            assertEquals(200, call(server, client));
            assertEquals(refusals, server.refusals());
            assertEquals(1, issuer.grants());
        }
    }

    /** The query is not part of the proof (RFC 9449, section 4.2). */
    @Test
    void aCallWithAQueryIsProven() throws Exception {
        try (GuardedServer server = server(policy -> policy.withUse(Use.REQUIRED))) {
            HttpRequest request = ping(URI.create(server.url() + "?a=b")).build();
            McpOAuthClient client = client(server, PossessionRules.DEFAULT);
            assertEquals(200, client.send(request, BodyHandlers.ofString()).statusCode());
        }
    }

    /** RFC 9449, section 7.1: the token alone is of no use to a thief, as a bearer token or with a proof of his own. */
    @Test
    void aStolenTokenIsOfNoUse() throws Exception {
        try (GuardedServer server = server(policy -> policy)) {
            AccessToken token = client(server, PossessionRules.DEFAULT.withMode(Mode.REQUIRED))
                    .accessToken();
            HttpRequest.Builder bearer = ping(server.url())
                    .header("Authorization", "Bearer " + token.value().reveal());
            assertEquals(401, send(bearer));
            DPoPKey own = runtime.dpop().generate("ES256");
            HttpRequest.Builder proven = ping(server.url())
                    .header("Authorization", "DPoP " + token.value().reveal())
                    .header("DPoP", runtime.dpop().proof(own, "POST", server.url(), token.value(), null));
            assertEquals(401, send(proven));
        }
    }

    private static int send(HttpRequest.Builder request) throws Exception {
        return HttpClient.newHttpClient()
                .send(request.build(), BodyHandlers.discarding())
                .statusCode();
    }

    /** A client that must not bind its tokens cannot call a guard that takes nothing else. */
    @Test
    void withoutProofsTheGuardIsNotPassed() {
        try (GuardedServer server = server(policy -> policy.withUse(Use.REQUIRED))) {
            McpOAuthClient client = client(server, PossessionRules.DEFAULT.withMode(Mode.OFF));
            assertThrows(ChallengeException.class, () -> call(server, client));
        }
    }
}
