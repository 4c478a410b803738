package org.mcpoauth.client.discovery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mcpoauth.api.Issuer;
import org.mcpoauth.api.McpOAuthClient;
import org.mcpoauth.api.Secret;
import org.mcpoauth.api.challenge.Challenges;
import org.mcpoauth.api.client.DiscoveredIssuer;
import org.mcpoauth.api.error.FailureCode;
import org.mcpoauth.api.error.McpOAuthException;
import org.mcpoauth.api.metadata.AuthorizationServerMetadata;
import org.mcpoauth.client.scripted.Answer;
import org.mcpoauth.client.scripted.ScriptedAuthorizationServer;
import org.mcpoauth.client.scripted.ScriptedMcpServer;
import org.mcpoauth.client.scripted.World;
import org.mcpoauth.spi.StateStores;
import org.mcpoauth.spi.store.StateStore;

/** Where the metadata of an authorization server are looked for (RFC 8414, section 3.1; OpenID Connect Discovery, section 4). */
class ServerDiscoveryTest {
    private static final String OAUTH = "/.well-known/oauth-authorization-server";
    private static final String OIDC = "/.well-known/openid-configuration";

    private final World world = new World();
    private final ScriptedAuthorizationServer tenant = new ScriptedAuthorizationServer("/tenant1");

    @AfterEach
    void close() {
        tenant.close();
        world.close();
    }

    private AuthorizationServerMetadata find(ScriptedAuthorizationServer server) {
        return world.runtime.discovery().authorizationServer(Issuer.of(server.issuer()));
    }

    private FailureCode failure(ScriptedAuthorizationServer server) {
        return assertThrows(McpOAuthException.class, () -> find(server)).code();
    }

    @Test
    void theOAuthPlaceComesFirst() {
        find(world.as);
        assertEquals(List.of(OAUTH), world.as.http.paths());
    }

    @Test
    void thenTheOpenIdPlace() {
        world.as.http.off(OAUTH);
        world.as.http.on(OIDC, request -> Answer.json(200, world.as.metadataJson()));
        assertEquals(world.as.issuer(), find(world.as).issuer().value());
        assertEquals(List.of(OAUTH, OIDC), world.as.http.paths());
    }

    @Test
    void anIssuerWithAPathHasThreePlacesAndNeverTheRoot() {
        tenant.http.off(OAUTH + "/tenant1");
        tenant.http.on("/tenant1" + OIDC, request -> Answer.json(200, tenant.metadataJson()));
        tenant.http.on(OAUTH, request -> Answer.json(200, tenant.metadataJson()));
        tenant.http.on(OIDC, request -> Answer.json(200, tenant.metadataJson()));
        find(tenant);
        assertEquals(List.of(OAUTH + "/tenant1", OIDC + "/tenant1", "/tenant1" + OIDC), tenant.http.paths());
    }

    @Test
    void theFirstPlaceOfAnIssuerWithAPathIsEnough() {
        find(tenant);
        assertEquals(List.of(OAUTH + "/tenant1"), tenant.http.paths());
    }

    @ParameterizedTest
    @ValueSource(ints = {500, 503, 429})
    void aServerInTroubleStopsTheSearch(int status) {
        tenant.http.on(OAUTH + "/tenant1", Answer.of(status));
        assertEquals(FailureCode.RESPONSE_STATUS_UNEXPECTED, failure(tenant));
        assertEquals(List.of(OAUTH + "/tenant1"), tenant.http.paths());
    }

    @Test
    void nothingAnywhereIsSaid() {
        tenant.http.off(OAUTH + "/tenant1");
        assertEquals(FailureCode.METADATA_NOT_FOUND, failure(tenant));
        assertEquals(3, tenant.http.received().size());
    }

    /** RFC 8414, section 3.3: identical, not alike. */
    @Test
    void metadataOfAnotherIssuerAreNotUsed() {
        String issuer = world.as.issuer();
        for (String other : List.of(
                "https://attacker.example.com",
                issuer + "/",
                issuer + "/tenant1",
                issuer.toUpperCase(Locale.ROOT),
                issuer.replace("127.0.0.1", "localhost"))) {
            try (World each = new World()) {
                each.as.put("issuer", other.replace(issuer, each.as.issuer()));
                McpOAuthException refused =
                        assertThrows(McpOAuthException.class, () -> each.call(each.client(), "read"));
                assertEquals(FailureCode.METADATA_ISSUER_MISMATCH, refused.code());
                assertEquals(List.of(OAUTH), each.as.http.paths());
            }
        }
    }

    @Test
    void aSlashAtTheEndOfTheIssuerIsPartOfIt() {
        Issuer issuer = Issuer.of(world.as.issuer() + "/");
        world.as.put("issuer", issuer.value());
        assertEquals(
                issuer, world.runtime.discovery().authorizationServer(issuer).issuer());
        assertEquals(List.of(OAUTH), world.as.http.paths());
    }

    @Test
    void aDocumentThatCannotBeUsedIsRefused() {
        for (String document : List.of(
                "[]",
                "{",
                "{}",
                "{\"issuer\":7}",
                "{\"issuer\":\"" + world.as.issuer() + "\"," + "\"issuer\":\"" + world.as.issuer() + "\"}",
                "{\"issuer\":\"x\"}")) {
            world.as.http.on(OAUTH, Answer.json(200, document));
            assertTrue(
                    List.of(FailureCode.PARSE_ERROR, FailureCode.INVALID_RESPONSE)
                            .contains(failure(world.as)),
                    document);
        }
        world.as.http.on(OAUTH, Answer.text(200, "text/html", world.as.metadataJson()));
        assertEquals(FailureCode.RESPONSE_CONTENT_TYPE, failure(world.as));
        world.as.http.on(OAUTH, Answer.json(200, "{\"x\":\"" + "x".repeat(300_000) + "\"}"));
        assertEquals(FailureCode.RESPONSE_TOO_LARGE, failure(world.as));
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://169.254.169.254", "https://10.0.0.1/as", "https://[fe80::1]"})
    void anIssuerInsideTheNetworkIsNotContacted(String issuer) {
        McpOAuthException refused = assertThrows(
                McpOAuthException.class, () -> world.runtime.discovery().authorizationServer(Issuer.of(issuer)));
        assertEquals(FailureCode.ENDPOINT_REFUSED, refused.code());
    }

    /** Endpoints come from a stranger just as the metadata do. */
    @ParameterizedTest
    @ValueSource(strings = {"token_endpoint", "registration_endpoint", "pushed_authorization_request_endpoint"})
    void anEndpointInsideTheNetworkIsNotContacted(String endpoint) {
        world.as.put(endpoint, "http://169.254.169.254/latest");
        world.as.metadata.put("require_pushed_authorization_requests", String.valueOf(endpoint.startsWith("pushed")));
        McpOAuthException refused = assertThrows(McpOAuthException.class, () -> world.call(world.client(), "read"));
        assertEquals(FailureCode.ENDPOINT_REFUSED, refused.code());
    }

    /** MCP 2025-03-26: the origin is the issuer; metadata at the root come before default paths. */
    @Test
    void theOriginFallbackReadsTheMetadataOfTheOrigin() throws Exception {
        makeLegacy(true);
        McpOAuthClient client =
                world.runtime.client(world.configuration().originFallback(true).build());
        assertEquals(200, world.call(client, "read").statusCode());
        assertEquals("2025-03-26", world.mcp.http.last(OAUTH).header("MCP-Protocol-Version"));
        assertFalse(world.mcp.http.paths().contains(OIDC));
        assertEquals(
                world.serverUrl().toString(),
                world.mcp.http.last("/oauth/authorize").parameter("resource"));
        assertEquals("S256", world.mcp.http.last("/oauth/authorize").parameter("code_challenge_method"));
    }

    /** Servers may answer by revision: a restart without the fallback must not take this for the answer to it. */
    @Test
    void whatTheOlderRevisionGotIsNotKeptOverRestarts() throws Exception {
        makeLegacy(true);
        StateStore sealed = StateStores.encrypted(world.store, List.of(Secret.of("a key of thirty-two characters!!")));
        McpOAuthClient client = world.node(sealed)
                .client(world.configuration().originFallback(true).build());
        assertEquals(200, world.call(client, "read").statusCode());
        assertEquals(0, world.store.count("client-metadata"));
    }

    @Test
    void theOriginFallbackKnowsDefaultPaths() throws Exception {
        makeLegacy(false);
        McpOAuthClient client =
                world.runtime.client(world.configuration().originFallback(true).build());
        assertEquals(200, world.call(client, "read").statusCode());
        assertEquals(1, world.mcp.http.count("/register"));
        assertEquals(1, world.mcp.http.count("/authorize"));
        assertEquals(1, world.mcp.http.count("/token"));
        world.clock.advance(java.time.Duration.ofHours(2));
        assertEquals(200, world.call(client, "read").statusCode());
        assertEquals("refresh_token", world.mcp.http.last("/token").form("grant_type"));
    }

    @Test
    void theOriginFallbackIsOffByDefault() {
        makeLegacy(true);
        McpOAuthException refused = assertThrows(McpOAuthException.class, () -> world.call(world.client(), "read"));
        assertEquals(FailureCode.METADATA_NOT_FOUND, refused.code());
        assertFalse(world.mcp.http.paths().contains(OAUTH));
    }

    @Test
    void theOriginFallbackIsNotUsedWhenThereAreMetadata() {
        DiscoveredIssuer found = world.runtime.discovery().issuer(world.serverUrl(), Challenges.NONE, true);
        assertTrue(found.isFromProtectedResourceMetadata());
        assertEquals(world.as.issuer(), found.issuer().value());
    }

    @Test
    void theOriginIsWrittenCanonically() {
        world.mcp.http.off(ScriptedMcpServer.PATH_METADATA);
        java.net.URI shouted = java.net.URI.create(
                world.serverUrl().toString().replace("http:", "HTTP:").replace("/mcp", "/a/b?c=d"));
        assertEquals(
                world.mcp.http.origin(),
                world.runtime
                        .discovery()
                        .issuer(shouted, Challenges.NONE, true)
                        .issuer()
                        .value());
    }

    /** Puts the authorization server on the origin of the MCP server. */
    private void makeLegacy(boolean withMetadata) {
        var http = world.mcp.http;
        String base = withMetadata ? "/oauth" : "";
        http.off(ScriptedMcpServer.PATH_METADATA);
        world.mcp.namesMetadata = false;
        world.as.issInResponse = "";
        http.on(base + "/register", Answer.json(201, "{\"client_id\":\"legacy\"}"));
        http.on(base + "/authorize", world.as::authorize);
        http.on(base + "/token", world.as::grant);
        if (withMetadata) {
            http.on(
                    OAUTH,
                    Answer.json(
                            200,
                            "{\"issuer\":\"" + http.origin() + "\",\"authorization_endpoint\":\"" + http.origin()
                                    + "/oauth/authorize\",\"token_endpoint\":\"" + http.origin()
                                    + "/oauth/token\",\"registration_endpoint\":\"" + http.origin()
                                    + "/oauth/register\",\"response_types_supported\":[\"code\"],"
                                    + "\"token_endpoint_auth_methods_supported\":[\"none\"]}"));
        }
    }
}
