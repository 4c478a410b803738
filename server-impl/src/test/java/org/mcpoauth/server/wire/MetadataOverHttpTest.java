package org.mcpoauth.server.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.mcpoauth.server.wire.RestServer.send;

import jakarta.json.JsonObject;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mcpoauth.api.Scopes;
import org.mcpoauth.api.client.SigningKey;
import org.mcpoauth.api.metadata.ProtectedResourceMetadata;
import org.mcpoauth.server.TestIssuer;
import org.mcpoauth.spi.resource.McpOperation;
import org.mcpoauth.spi.resource.MetadataSignature;
import org.mcpoauth.spi.resource.OperationScopes;
import org.mcpoauth.spi.resource.ResourceDescription;
import org.mcpoauth.spi.resource.ScopeRules;
import org.mcpoauth.spi.support.codec.Base64Url;
import org.mcpoauth.spi.support.codec.MalformedException;
import org.mcpoauth.spi.support.json.JsonLimits;
import org.mcpoauth.spi.support.json.StrictJson;

/** RFC 9728, sections 2 and 3: the metadata document on the wire. */
class MetadataOverHttpTest {
    private static final String PATH = "/.well-known/oauth-protected-resource/mcp";

    private static final StrictJson JSON = StrictJson.create();

    private RestServer server;

    private static final class Demands implements OperationScopes {
        @Override
        public Scopes requiredFor(McpOperation operation) {
            return Scopes.NONE;
        }

        @Override
        public Scopes all() {
            return Scopes.of("notes:read", "mcp:tools");
        }
    }

    @BeforeEach
    void start() {
        server = new RestServer(it -> it.scopes(
                        ScopeRules.DEFAULT.withRequired(Scopes.of("mcp:tools")).withSupported(Scopes.of("extra")))
                .operationScopes(new Demands())
                .description(ResourceDescription.DEFAULT
                        .withName("Notes")
                        .withDocumentation(URI.create("https://docs.example/notes"))));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private static ProtectedResourceMetadata metadata(HttpResponse<String> response) throws MalformedException {
        JsonObject json =
                StrictJson.create().readObject(response.body().getBytes(StandardCharsets.UTF_8), JsonLimits.METADATA);
        return ProtectedResourceMetadata.from(json);
    }

    @Test
    void theDocumentStandsWhereThePathOfTheResourceIsInserted() throws MalformedException {
        HttpResponse<String> response = send(server.get(PATH));
        assertEquals(200, response.statusCode());
        assertEquals(
                "application/json",
                response.headers().firstValue("Content-Type").orElseThrow());
        assertEquals(
                "*",
                response.headers().firstValue("Access-Control-Allow-Origin").orElseThrow());
        assertEquals(
                "public, max-age=3600",
                response.headers().firstValue("Cache-Control").orElseThrow());
        ProtectedResourceMetadata metadata = metadata(response);
        assertEquals(TestIssuer.RESOURCE, metadata.resource().value());
        assertEquals(List.of(server.issuer.issuer(), server.otherIssuer.issuer()), metadata.authorizationServers());
        assertEquals(List.of("mcp:tools", "extra", "notes:read"), metadata.scopesSupported());
        assertEquals(List.of("header"), metadata.bearerMethodsSupported());
        assertEquals("Notes", metadata.resourceName().orElseThrow());
        assertEquals(metadata, server.resource.metadata());
    }

    @Test
    void aSlashAtTheEndFindsTheSameDocument() {
        assertEquals(send(server.get(PATH)).body(), send(server.get(PATH + "/")).body());
    }

    // RFC 9728, section 3.3: a document at the root would be about the bare origin
    @Test
    void theRootHasNoDocument() {
        assertEquals(
                404, send(server.get("/.well-known/oauth-protected-resource")).statusCode());
    }

    @Test
    void headHasTheHeadersOnly() {
        HttpResponse<String> response = send(server.get(PATH).method("HEAD", BodyPublishers.noBody()));
        assertEquals(200, response.statusCode());
        assertEquals("", response.body());
        assertFalse(response.headers().firstValue("ETag").isEmpty());
    }

    @ParameterizedTest
    @ValueSource(strings = {"%s", "W/%s", "\"x\", %s", "*"})
    void aKnownDocumentIsNotSentAgain(String form) {
        String tag = send(server.get(PATH)).headers().firstValue("ETag").orElseThrow();
        HttpResponse<String> response = send(server.get(PATH).header("If-None-Match", form.replace("%s", tag)));
        assertEquals(304, response.statusCode());
        assertEquals("", response.body());
    }

    @Test
    void anotherTagGetsTheDocument() {
        assertEquals(
                200, send(server.get(PATH).header("If-None-Match", "\"x\"")).statusCode());
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "PUT", "DELETE", "PATCH"})
    void otherMethodsAreNotAllowed(String method) {
        HttpResponse<String> response = send(server.get(PATH).method(method, BodyPublishers.noBody()));
        assertEquals(405, response.statusCode());
        assertEquals(
                "GET, HEAD, OPTIONS", response.headers().firstValue("Allow").orElseThrow());
    }

    @Test
    void aBodyIsNotRead() {
        assertEquals(
                413, send(server.get(PATH).POST(BodyPublishers.ofString("x"))).statusCode());
    }

    @Test
    void browsersMayAskFromAnywhere() {
        HttpResponse<String> response = send(server.get(PATH)
                .method("OPTIONS", BodyPublishers.noBody())
                .header("Origin", "https://anywhere.example")
                .header("Access-Control-Request-Method", "GET")
                .header("Access-Control-Request-Headers", "mcp-protocol-version"));
        assertEquals(204, response.statusCode());
        assertEquals(
                "*",
                response.headers().firstValue("Access-Control-Allow-Origin").orElseThrow());
        assertTrue(response.headers()
                .firstValue("Access-Control-Allow-Methods")
                .orElseThrow()
                .contains("GET"));
    }

    private static String described(UnaryOperator<ResourceDescription> change, String path) {
        try (RestServer described = new RestServer(it -> it.description(change.apply(ResourceDescription.DEFAULT)))) {
            HttpResponse<String> response = send(described.get("/.well-known/oauth-protected-resource" + path));
            return response.statusCode() + " " + response.body();
        }
    }

    // RFC 9728, section 2
    @Test
    void policyAndTermsAreNamed() {
        String document = described(
                it -> it.withPolicyUri(URI.create("https://x.example/policy"))
                        .withTosUri(URI.create("https://x.example/tos")),
                "/mcp");
        assertTrue(document.contains("\"resource_policy_uri\":\"https://x.example/policy\""), document);
        assertTrue(document.contains("\"resource_tos_uri\":\"https://x.example/tos\""), document);
    }

    @Test
    void theRootAnswersOnlyWhereConfigurationSaysSo() {
        assertTrue(described(it -> it.withAlsoAtRoot(true), "").startsWith("200 "));
        assertTrue(described(it -> it, "").startsWith("404 "));
    }

    // RFC 9728, section 2.2: the same values as claims, and who attests them
    @Test
    void theDocumentIsSignedIfSomebodySignsIt() throws MalformedException, GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        KeyPair pair = generator.generateKeyPair();
        MetadataSignature signature =
                new MetadataSignature("https://attests.example", new SigningKey(pair.getPrivate(), "k1", "ES256"));
        String answer = described(it -> it.withSignature(signature), "/mcp").substring("200 ".length());
        JsonObject document = JSON.readObject(answer, JsonLimits.METADATA);
        String[] parts = document.getString("signed_metadata").split("\\.", -1);
        JsonObject header = JSON.readObject(Base64Url.decode(parts[0]), JsonLimits.TOKEN);
        JsonObject claims = JSON.readObject(Base64Url.decode(parts[1]), JsonLimits.METADATA);
        assertEquals("ES256", header.getString("alg"));
        assertEquals("k1", header.getString("kid"));
        assertEquals("https://attests.example", claims.getString("iss"));
        assertEquals(document.getString("resource"), claims.getString("resource"));
        assertEquals(document.getJsonArray("authorization_servers"), claims.getJsonArray("authorization_servers"));
        assertFalse(claims.containsKey("signed_metadata"));
        Signature check = Signature.getInstance("SHA256withECDSAinP1363Format");
        check.initVerify(pair.getPublic());
        check.update((parts[0] + "." + parts[1]).getBytes(StandardCharsets.US_ASCII));
        assertTrue(check.verify(Base64Url.decode(parts[2])));
    }

    // RFC 9728, section 7.7: where the metadata is, is never read from a request
    @Test
    void headersOfARequestChangeNoUrl() {
        HttpRequest.Builder request = server.post(RestServer.CALL)
                .header("X-Forwarded-Host", "evil.example")
                .header("X-Forwarded-Proto", "https")
                .header("Forwarded", "host=evil.example;proto=https");
        HttpResponse<String> response = send(request);
        assertEquals(401, response.statusCode());
        assertFalse(
                response.headers().map().toString().contains("evil"),
                response.headers().toString());
    }
}
