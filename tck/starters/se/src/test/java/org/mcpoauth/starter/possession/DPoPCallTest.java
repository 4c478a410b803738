package org.mcpoauth.starter.possession;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mcpoauth.api.McpOAuthClient;
import org.mcpoauth.api.Secret;
import org.mcpoauth.api.client.AccessToken;
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
    private BindingIssuer issuer;
    private GuardedServer server;

    @AfterEach
    void close() {
        runtime.close();
        server.close();
        issuer.close();
    }

    private void start(String algorithms, UnaryOperator<DpopPolicy> policy) throws IOException {
        issuer = new BindingIssuer(algorithms);
        server = new GuardedServer(issuer.issuer(), policy);
    }

    private McpOAuthClient client(PossessionRules rules) {
        return runtime.client(ClientConfiguration.builder(
                        "crm", server.url(), ClientMetadata.builder().build())
                .grant(GrantKind.CLIENT_CREDENTIALS)
                .clientId("client")
                .clientSecret(Secret.of("secret"))
                .issuer(issuer.issuer())
                .possession(rules)
                .build());
    }

    private HttpRequest.Builder ping() {
        return HttpRequest.newBuilder(server.url())
                .header("Content-Type", "application/json")
                .header("Accept", "application/json, text/event-stream")
                .POST(BodyPublishers.ofString(PING));
    }

    private int call(McpOAuthClient client) throws Exception {
        return client.send(ping().build(), BodyHandlers.ofString()).statusCode();
    }

    /** A guard that takes bound tokens only: one challenge, one token, and every proof is accepted once. */
    @ParameterizedTest
    @ValueSource(strings = {"ES256", "EdDSA", "PS256", "ES512"})
    void everyCallIsProven(String algorithm) throws Exception {
        start("[\"" + algorithm + "\"]", policy -> policy.withUse(Use.REQUIRED));
        McpOAuthClient client = client(PossessionRules.DEFAULT);
        for (int i = 0; i < 5; i++) {
            assertEquals(200, call(client));
        }
        assertEquals(PresentedToken.Scheme.DPOP, client.accessToken().scheme());
        assertEquals(1, issuer.grants());
        assertEquals(1, server.refusals());
    }

    /** The guard's nonces: one more refusal for the first, none for those that follow. */
    @Test
    void noncesOfTheGuardAreFollowed() throws Exception {
        start("[\"ES256\"]", policy -> policy.withUse(Use.REQUIRED).withNonceRequired(true));
        McpOAuthClient client = client(PossessionRules.DEFAULT);
        assertEquals(200, call(client));
        int refusals = server.refusals();
        assertEquals(200, call(client));
        assertEquals(200, call(client));
        assertEquals(refusals, server.refusals());
        assertEquals(1, issuer.grants());
    }

    /** The query is not part of the proof (RFC 9449, section 4.2). */
    @Test
    void aCallWithAQueryIsProven() throws Exception {
        start("[\"ES256\"]", policy -> policy.withUse(Use.REQUIRED));
        HttpRequest request = ping().uri(URI.create(server.url() + "?a=b")).build();
        assertEquals(
                200,
                client(PossessionRules.DEFAULT)
                        .send(request, BodyHandlers.ofString())
                        .statusCode());
    }

    /** RFC 9449, section 7.1: the token alone is of no use to a thief, as a bearer token or with a proof of his own. */
    @Test
    void aStolenTokenIsOfNoUse() throws Exception {
        start("[\"ES256\"]", policy -> policy);
        AccessToken token =
                client(PossessionRules.DEFAULT.withMode(Mode.REQUIRED)).accessToken();
        assertEquals(401, stolen("Bearer " + token.value().reveal(), null));
        String proof =
                runtime.dpop().proof(runtime.dpop().generate("ES256"), "POST", server.url(), token.value(), null);
        assertEquals(401, stolen("DPoP " + token.value().reveal(), proof));
    }

    private int stolen(String authorization, @Nullable String proof) throws Exception {
        HttpRequest.Builder request = ping().header("Authorization", authorization);
        if (proof != null) {
            request.header("DPoP", proof);
        }
        HttpResponse<String> answer = HttpClient.newHttpClient().send(request.build(), BodyHandlers.ofString());
        return answer.statusCode();
    }

    /** A client that must not bind its tokens cannot call a guard that takes nothing else. */
    @Test
    void withoutProofsTheGuardIsNotPassed() throws Exception {
        start("[\"ES256\"]", policy -> policy.withUse(Use.REQUIRED));
        McpOAuthClient client = client(PossessionRules.DEFAULT.withMode(Mode.OFF));
        assertThrows(ChallengeException.class, () -> call(client));
    }
}
