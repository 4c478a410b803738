package org.mcpoauth.client.discovery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mcpoauth.api.ResourceIdentifier;
import org.mcpoauth.api.Scopes;
import org.mcpoauth.api.Secret;
import org.mcpoauth.api.challenge.Challenges;
import org.mcpoauth.api.client.AccessToken;
import org.mcpoauth.api.client.Discovery;
import org.mcpoauth.api.error.FailureCode;
import org.mcpoauth.api.error.McpOAuthException;
import org.mcpoauth.api.error.ResponseViolationException;
import org.mcpoauth.api.error.TransportException;
import org.mcpoauth.api.token.PresentedToken;
import org.mcpoauth.client.scripted.Answer;
import org.mcpoauth.client.scripted.ScriptedMcpServer;
import org.mcpoauth.client.scripted.ScriptedServer;
import org.mcpoauth.client.scripted.World;

/** Where the metadata of a protected resource are looked for (RFC 9728, sections 3.1 and 5.1). */
class ResourceDiscoveryTest {
    private final World world = new World();
    private final ScriptedServer http = world.mcp.http;

    @AfterEach
    void close() {
        world.close();
    }

    private List<String> metadataPaths() {
        return http.paths().stream().filter(path -> !path.equals("/mcp")).toList();
    }

    private Challenges naming(String location) {
        return Challenges.parse(List.of("Bearer resource_metadata=\"" + location + "\""));
    }

    private String find(Challenges challenges) {
        return world.runtime
                .discovery()
                .protectedResource(world.serverUrl(), challenges)
                .resource()
                .value();
    }

    private FailureCode failure(Challenges challenges) {
        return assertThrows(McpOAuthException.class, () -> find(challenges)).code();
    }

    @Test
    void onlyTheUrlOfTheChallengeIsAsked() {
        http.on("/custom/location.json", request -> Answer.json(200, world.mcp.metadata(http.origin() + "/mcp")));
        find(naming(http.origin() + "/custom/location.json"));
        assertEquals(List.of("/custom/location.json"), metadataPaths());
    }

    @Test
    void aBrokenUrlOfTheChallengeIsNoReasonToProbe() {
        assertEquals(FailureCode.METADATA_NOT_FOUND, failure(naming(http.origin() + "/nothing")));
        assertEquals(List.of("/nothing"), metadataPaths());
        assertEquals(FailureCode.INVALID_RESPONSE, failure(naming("http://[broken")));
        assertEquals(FailureCode.ENDPOINT_REFUSED, failure(naming("/relative")));
        assertEquals(FailureCode.ENDPOINT_REFUSED, failure(naming("file:///etc/passwd")));
        assertEquals(List.of("/nothing"), metadataPaths());
    }

    /** RFC 9110, section 11.6.1: several challenges, in one line or several, in any case. */
    @Test
    void theChallengeIsFoundAmongOthers() {
        http.on("/here", request -> Answer.json(200, world.mcp.metadata(http.origin() + "/mcp")));
        String here = http.origin() + "/here";
        for (List<String> lines : List.of(
                List.of("Basic realm=\"a, b\", bEaReR error=\"invalid_token\", RESOURCE_METADATA=\"" + here + "\""),
                List.of("Negotiate abc==", "DPoP algs=\"ES256\", resource_metadata=\"" + here + "\""),
                List.of(
                        "Other resource_metadata=\"http://127.0.0.1:1/trap\"",
                        "Bearer resource_metadata=\"" + here + "\""))) {
            assertEquals(http.origin() + "/mcp", find(Challenges.parse(lines)));
        }
    }

    @Test
    void thePathComesBeforeTheRoot() {
        find(Challenges.NONE);
        assertEquals(List.of(ScriptedMcpServer.PATH_METADATA), metadataPaths());
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 401, 403, 404, 405, 410})
    void theRootIsAskedWhenThePathHasNothing(int status) {
        http.on(ScriptedMcpServer.PATH_METADATA, Answer.of(status));
        http.on(ScriptedMcpServer.ROOT_METADATA, request -> Answer.json(200, world.mcp.metadata(http.origin())));
        assertEquals(http.origin(), find(Challenges.NONE));
        assertEquals(List.of(ScriptedMcpServer.PATH_METADATA, ScriptedMcpServer.ROOT_METADATA), metadataPaths());
    }

    /** Nobody may answer with a parent once the place of the path itself speaks of something else. */
    @Test
    void theRootThatIsRememberedDoesNotWinOverAPathThatDoesNotFit() {
        http.off(ScriptedMcpServer.PATH_METADATA);
        http.on(ScriptedMcpServer.ROOT_METADATA, request -> Answer.json(200, world.mcp.metadata(http.origin())));
        Discovery discovery = world.runtime.discovery();
        discovery.protectedResource(world.serverUrl(), Challenges.NONE);
        http.on(ScriptedMcpServer.PATH_METADATA, Answer.json(200, world.mcp.metadata("https://evil.example/mcp")));
        assertThrows(
                ResponseViolationException.class,
                () -> discovery.refreshProtectedResource(world.serverUrl(), Challenges.NONE));
        ResponseViolationException refused = assertThrows(
                ResponseViolationException.class,
                () -> discovery.protectedResource(world.serverUrl(), Challenges.NONE));
        assertEquals(FailureCode.METADATA_RESOURCE_MISMATCH, refused.code());
    }

    @Test
    void whatDidNotFitIsAskedForAnew() {
        http.on(ScriptedMcpServer.PATH_METADATA, Answer.json(200, world.mcp.metadata("https://evil.example/mcp")));
        Discovery discovery = world.runtime.discovery();
        assertThrows(
                ResponseViolationException.class,
                () -> discovery.protectedResource(world.serverUrl(), Challenges.NONE));
        http.on(
                ScriptedMcpServer.PATH_METADATA,
                Answer.json(200, world.mcp.metadata(world.serverUrl().toString())));
        assertEquals(
                world.serverUrl().toString(),
                discovery
                        .protectedResource(world.serverUrl(), Challenges.NONE)
                        .resource()
                        .value());
    }

    @ParameterizedTest
    @ValueSource(ints = {500, 502, 503, 429, 408})
    void aServerInTroubleIsNotTakenForOneWithoutMetadata(int status) {
        http.on(ScriptedMcpServer.PATH_METADATA, Answer.of(status));
        assertEquals(FailureCode.RESPONSE_STATUS_UNEXPECTED, failure(Challenges.NONE));
        assertEquals(List.of(ScriptedMcpServer.PATH_METADATA), metadataPaths());
    }

    @ParameterizedTest
    @ValueSource(ints = {204, 301, 302, 307})
    void aRedirectIsNotFollowed(int status) {
        http.on(ScriptedMcpServer.PATH_METADATA, Answer.redirect(status, http.origin() + "/elsewhere"));
        assertEquals(FailureCode.RESPONSE_STATUS_UNEXPECTED, failure(Challenges.NONE));
        assertEquals(List.of(ScriptedMcpServer.PATH_METADATA), metadataPaths());
    }

    @Test
    void nothingAnywhereIsSaid() {
        http.off(ScriptedMcpServer.PATH_METADATA);
        assertEquals(FailureCode.METADATA_NOT_FOUND, failure(Challenges.NONE));
    }

    @Test
    void aServerAtTheRootHasOnePlace() {
        http.on(ScriptedMcpServer.ROOT_METADATA, request -> Answer.json(200, world.mcp.metadata(http.origin())));
        world.runtime.discovery().protectedResource(http.uri("/"), Challenges.NONE);
        assertEquals(List.of(ScriptedMcpServer.ROOT_METADATA), metadataPaths());
    }

    /** RFC 9728, section 3.3; a parent on the same origin is accepted knowingly. */
    @Test
    void metadataOfAnotherResourceAreRefused() {
        String origin = http.origin();
        for (String resource : List.of(
                "https://evil.example.com/mcp",
                origin + "/mcp/deeper",
                origin + "/other",
                origin + "/mc",
                origin + "/MCP",
                origin.replace("127.0.0.1", "localhost") + "/mcp",
                origin + "/mcp?tenant=1")) {
            http.on(ScriptedMcpServer.PATH_METADATA, request -> Answer.json(200, world.mcp.metadata(resource)));
            assertEquals(FailureCode.METADATA_RESOURCE_MISMATCH, failure(Challenges.NONE), resource);
        }
        assertFalse(metadataPaths().contains(ScriptedMcpServer.ROOT_METADATA));
    }

    @Test
    void noAuthorizationStartsForAnotherResource() {
        http.on(
                ScriptedMcpServer.PATH_METADATA,
                request -> Answer.json(200, world.mcp.metadata("https://evil.example.com/mcp")));
        assertThrows(ResponseViolationException.class, () -> world.call(world.client(), "read"));
        assertEquals(List.of(), world.as.http.received());
    }

    @Test
    void theResourceIsGivenAsItWasPublished() {
        http.on(
                ScriptedMcpServer.PATH_METADATA,
                request -> Answer.json(200, world.mcp.metadata(http.origin().toUpperCase(Locale.ROOT) + "/mcp")));
        assertEquals(http.origin().toUpperCase(Locale.ROOT) + "/mcp", find(Challenges.NONE));
    }

    @Test
    void aDocumentThatCannotBeUsedIsRefused() {
        String issuer = "\"authorization_servers\":[\"" + world.as.issuer() + "\"]";
        String resource = "\"resource\":\"" + http.origin() + "/mcp\"";
        for (String document : List.of(
                "[]",
                "",
                "{",
                "\uFEFF{" + resource + "," + issuer + "}",
                "{" + resource + "," + resource + "," + issuer + "}",
                "{" + issuer + "}",
                "{" + resource + "}",
                "{" + resource + ",\"authorization_servers\":[]}",
                "{" + resource + ",\"authorization_servers\":\"" + world.as.issuer() + "\"}",
                "{" + resource + ",\"authorization_servers\":[7]}",
                "{" + resource + ",\"authorization_servers\":[\"https://as.example?x=y\"]}",
                "{\"resource\":7," + issuer + "}",
                "{\"resource\":\"" + http.origin() + "/mcp#f\"," + issuer + "}")) {
            http.on(ScriptedMcpServer.PATH_METADATA, Answer.json(200, document));
            assertEquals(
                    ResponseViolationException.class,
                    assertThrows(McpOAuthException.class, () -> find(Challenges.NONE))
                            .getClass(),
                    document);
        }
    }

    @Test
    void aPageInsteadOfADocumentIsRefused() {
        http.on(ScriptedMcpServer.PATH_METADATA, Answer.text(200, "text/html", "<html></html>"));
        assertEquals(FailureCode.RESPONSE_CONTENT_TYPE, failure(Challenges.NONE));
    }

    /** MCP security best practices, "Server-Side Request Forgery". */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://169.254.169.254/latest/meta-data",
                "http://10.0.0.1/x",
                "https://192.168.1.1/x",
                "https://[fd00::1]/x",
                "https://[::ffff:10.0.0.1]/x",
                "http://0.0.0.0/x",
                "https://user:pw@127.0.0.1/x",
                "ftp://127.0.0.1/x"
            })
    void aLocationInsideTheNetworkIsNotContacted(String location) {
        TransportException refused = assertThrows(TransportException.class, () -> find(naming(location)));
        assertEquals(FailureCode.ENDPOINT_REFUSED, refused.code());
    }

    @Test
    void loopbackIsRefusedUnlessAllowed() {
        try (org.mcpoauth.spi.McpOAuthRuntime strict =
                org.mcpoauth.spi.McpOAuthRuntime.builder().build()) {
            URI server = world.serverUrl();
            assertEquals(
                    FailureCode.ENDPOINT_REFUSED,
                    assertThrows(
                                    TransportException.class,
                                    () -> strict.discovery().protectedResource(server, Challenges.NONE))
                            .code());
            assertEquals(List.of(), http.received());
        }
    }

    /** A fresh document is used again; after a 401 it is not. */
    @Test
    void aDocumentIsRememberedUntilItMustBeReadAnew() {
        var discovery = world.runtime.discovery();
        discovery.protectedResource(world.serverUrl(), Challenges.NONE);
        discovery.protectedResource(world.serverUrl(), Challenges.NONE);
        assertEquals(1, http.count(ScriptedMcpServer.PATH_METADATA));
        discovery.refreshProtectedResource(world.serverUrl(), Challenges.NONE);
        assertEquals(2, http.count(ScriptedMcpServer.PATH_METADATA));
    }

    /** RFC 6750, section 3.1: what is missing is known before a user runs into it. */
    @Test
    void theProbeWithATokenReadsWhatIsMissing() {
        AccessToken token = token("at-1", world.serverUrl().toString(), PresentedToken.Scheme.BEARER);
        world.mcp.tokenBearing = request -> world.mcp.insufficient("tools");
        assertEquals(
                Scopes.of("tools"),
                world.runtime
                        .discovery()
                        .probe(world.serverUrl(), token)
                        .all()
                        .get(0)
                        .scopes()
                        .orElseThrow());
        assertEquals("Bearer at-1", http.last("/mcp").header("Authorization"));
        assertTrue(http.last("/mcp").body().contains("\"tools/list\""));
        world.mcp.tokenBearing = request -> Answer.json(200, "{}");
        assertEquals(Challenges.NONE, world.runtime.discovery().probe(world.serverUrl(), token));
        assertEquals(2, http.count("/mcp"));
        assertEquals(0, world.as.http.received().size());
    }

    @Test
    void theProbeSendsATokenToItsResourceOnly() {
        var discovery = world.runtime.discovery();
        for (AccessToken token : List.of(
                token("at-1", "https://other.example/mcp", PresentedToken.Scheme.BEARER),
                token("at-1", world.serverUrl() + "/deeper", PresentedToken.Scheme.BEARER),
                token("at-1", world.serverUrl().toString(), PresentedToken.Scheme.DPOP))) {
            assertThrows(IllegalArgumentException.class, () -> discovery.probe(world.serverUrl(), token));
        }
        URI plain = URI.create("http://93.184.215.14/mcp");
        AccessToken elsewhere = token("at-1", plain.toString(), PresentedToken.Scheme.BEARER);
        assertEquals(
                FailureCode.ENDPOINT_REFUSED,
                assertThrows(TransportException.class, () -> discovery.probe(plain, elsewhere))
                        .code());
        assertEquals(List.of(), http.received());
    }

    private static AccessToken token(String value, String resource, PresentedToken.Scheme scheme) {
        return new AccessToken(Secret.of(value), scheme, Scopes.NONE, ResourceIdentifier.of(resource), null);
    }

    @Test
    void theProbeReadsTheChallengeAndSendsNoToken() {
        assertEquals(
                http.origin() + ScriptedMcpServer.PATH_METADATA,
                world.runtime
                        .discovery()
                        .probe(world.serverUrl())
                        .all()
                        .get(0)
                        .resourceMetadata()
                        .orElseThrow());
        assertEquals("", http.last("/mcp").header("Authorization"));
        http.on("/mcp", Answer.challenge(500, "Bearer"));
        assertEquals(Challenges.NONE, world.runtime.discovery().probe(world.serverUrl()));
        http.close();
        TransportException failed = assertThrows(
                TransportException.class, () -> world.runtime.discovery().probe(world.serverUrl()));
        assertEquals(FailureCode.CONNECTION_FAILED, failed.code());
    }
}
