package org.mcpoauth.server.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.mcpoauth.server.wire.RestServer.send;

import jakarta.json.JsonObject;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mcpoauth.api.Scopes;
import org.mcpoauth.api.metadata.ProtectedResourceMetadata;
import org.mcpoauth.server.TestIssuer;
import org.mcpoauth.spi.resource.McpOperation;
import org.mcpoauth.spi.resource.OperationScopes;
import org.mcpoauth.spi.resource.ResourceDescription;
import org.mcpoauth.spi.resource.ScopeRules;
import org.mcpoauth.spi.support.codec.MalformedException;
import org.mcpoauth.spi.support.json.JsonLimits;
import org.mcpoauth.spi.support.json.StrictJson;

/** RFC 9728, sections 2 and 3: the metadata document on the wire. */
class MetadataOverHttpTest {
    private static final String PATH = "/.well-known/oauth-protected-resource/mcp";

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
}
