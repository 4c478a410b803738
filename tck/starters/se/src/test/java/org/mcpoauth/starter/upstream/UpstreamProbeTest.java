package org.mcpoauth.starter.upstream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.JsonObjectBuilder;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.glassfish.grizzly.http.server.HttpServer;
import org.glassfish.jersey.grizzly2.httpserver.GrizzlyHttpServerFactory;
import org.glassfish.jersey.server.ResourceConfig;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.mcpoauth.api.Issuer;
import org.mcpoauth.api.McpOAuthClient;
import org.mcpoauth.api.ResourceIdentifier;
import org.mcpoauth.api.Secret;
import org.mcpoauth.api.metadata.ClientMetadata;
import org.mcpoauth.server.rest.McpOAuthFeature;
import org.mcpoauth.spi.ClientConfiguration;
import org.mcpoauth.spi.ClientConfiguration.GrantKind;
import org.mcpoauth.spi.McpOAuthRuntime;
import org.mcpoauth.spi.ResourceServerConfiguration;
import org.mcpoauth.spi.key.VerificationKey;
import org.mcpoauth.spi.resource.TrustedIssuer;
import org.mcpoauth.spi.support.codec.Sha256;
import org.mcpoauth.spi.support.jose.JcaSignatures;
import org.mcpoauth.spi.support.jose.JwsAlgorithm;
import org.mcpoauth.spi.support.jose.JwsSigner;
import org.mcpoauth.spi.support.jose.SigningKey;
import org.mcpoauth.spi.support.json.StrictJson;

/**
 * The token of a request stays at the server it was sent to (MCP authorization, "Access Token Privilege
 * Restriction"): neither our client nor anything that is known of the caller carries it on.
 */
class UpstreamProbeTest {
    private static final String RESOURCE = "http://127.0.0.1/mcp";
    private static final Issuer ISSUER = Issuer.of("https://as.example");
    private static final StrictJson JSON = StrictJson.create();
    private static final HttpClient CALLER =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private final SigningKey issuerKey = SigningKey.generate(JwsAlgorithm.ES256);
    private final SigningKey callerKey = SigningKey.generate(JwsAlgorithm.ES256);
    private final Upstream upstream = new Upstream();
    private final McpOAuthRuntime runtime =
            McpOAuthRuntime.builder().allowLoopback().build();
    private final HttpServer server = GrizzlyHttpServerFactory.createHttpServer(
            URI.create("http://127.0.0.1:0/"),
            new ResourceConfig()
                    .register(new Tools(upstream, client()))
                    .register(new McpOAuthFeature(runtime.protectedResource(guarded()))));

    @AfterEach
    void stop() {
        server.shutdownNow();
        runtime.close();
        upstream.close();
    }

    private McpOAuthClient client() {
        return runtime.client(ClientConfiguration.builder(
                        "upstream", upstream.mcp(), ClientMetadata.builder().build())
                .grant(GrantKind.CLIENT_CREDENTIALS)
                .clientId("tools")
                .clientSecret(Secret.of("secret-of-the-tools"))
                .build());
    }

    private ResourceServerConfiguration guarded() {
        VerificationKey published = new VerificationKey(
                issuerKey.verificationKey().publicKey(),
                String.valueOf(issuerKey.verificationKey().keyId()),
                "ES256");
        return ResourceServerConfiguration.builder(ResourceIdentifier.of(RESOURCE), List.of())
                .issuers(List.of(TrustedIssuer.of(ISSUER).withKeys(List.of(published))))
                .build();
    }

    private String token(@Nullable SigningKey bound) {
        long now = Clock.systemUTC().instant().getEpochSecond();
        JsonObjectBuilder claims = JSON.object()
                .add("iss", ISSUER.value())
                .add("aud", RESOURCE)
                .add("sub", "alice")
                .add("client_id", "client")
                .add("exp", now + 600);
        if (bound != null) {
            claims.add("cnf", JSON.object().add("jkt", bound.verificationKey().thumbprint()));
        }
        return JwsSigner.ofTokens(JSON, JcaSignatures.platform(), issuerKey, "at+jwt")
                .sign(claims.build());
    }

    private String proof(String tool, String token) {
        JsonObjectBuilder claims = JSON.object()
                .add("jti", UUID.randomUUID().toString())
                .add("htm", "POST")
                .add("htu", RESOURCE + "/" + tool)
                .add("iat", Clock.systemUTC().instant().getEpochSecond())
                .add("ath", Sha256.base64Url(token));
        return JwsSigner.ofProofs(JSON, JcaSignatures.platform(), callerKey).sign(claims.build());
    }

    private String call(String tool, String... headers) throws Exception {
        int port = server.getListeners().iterator().next().getPort();
        HttpResponse<String> answer = CALLER.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/mcp/" + tool))
                        .timeout(Duration.ofSeconds(30))
                        .headers(headers)
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\"}"))
                        .build(),
                BodyHandlers.ofString());
        assertEquals(200, answer.statusCode(), answer::body);
        return answer.body();
    }

    /** Nothing that only a credential has: its claims, its signature. */
    private void assertNotSent(String credential) {
        String seen = upstream.seen();
        String[] parts = credential.split("\\.", -1);
        assertFalse(seen.contains(parts[1]) || seen.contains(parts[2]), seen);
        assertTrue(seen.contains("alice"), "the upstream is told who called");
    }

    @Test
    void ourClientSendsTokensOfItsOwnOnly() throws Exception {
        String token = token(null);
        assertEquals("called", call("client", "Authorization", "Bearer " + token));
        assertNotSent(token);
        assertTrue(upstream.seen().contains(Upstream.TOKEN), upstream::seen);
    }

    // RFC 9449, section 7.1
    @Test
    void noProofGoesOnEither() throws Exception {
        String token = token(callerKey);
        String proof = proof("client", token);
        assertEquals("called", call("client", "Authorization", "DPoP " + token, "DPoP", proof));
        assertNotSent(token);
        assertNotSent(proof);
    }

    @Test
    void nothingThatIsKnownOfTheCallerHoldsTheToken() throws Exception {
        String token = token(null);
        assertEquals("seen", call("plain", "Authorization", "Bearer " + token));
        assertNotSent(token);
    }

    /** Nobody can keep an application from its own request: the probe shows that this would be seen. */
    @Test
    void aServerThatHandsItsTokenOnIsNoticed() throws Exception {
        String token = token(null);
        assertEquals("seen", call("careless", "Authorization", "Bearer " + token));
        assertTrue(upstream.seen().contains(token), upstream::seen);
    }
}
