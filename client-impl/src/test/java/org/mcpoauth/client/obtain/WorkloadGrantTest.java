package org.mcpoauth.client.obtain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mcpoauth.api.Issuer;
import org.mcpoauth.api.McpOAuthClient;
import org.mcpoauth.api.Secret;
import org.mcpoauth.api.error.ConfigurationException;
import org.mcpoauth.api.error.ErrorCode;
import org.mcpoauth.api.error.OAuthErrorException;
import org.mcpoauth.client.scripted.Received;
import org.mcpoauth.client.scripted.ScriptedAuthorizationServer;
import org.mcpoauth.client.scripted.World;
import org.mcpoauth.spi.ClientConfiguration;
import org.mcpoauth.spi.ClientConfiguration.GrantKind;
import org.mcpoauth.spi.client.AssertionSource;

/** The token of a workload as an assertion (MCP extension "Workload Identity Federation"; RFC 7523, section 2.1). */
class WorkloadGrantTest {
    private final World world = new World();

    @TempDir
    Path folder;

    @BeforeEach
    void trust() {
        world.as.issuesRefreshTokens = false;
        world.as.token = request -> world.as.issue(request.form("scope"));
        project(jwt(world.as.issuer(), "first"));
    }

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void theTokenOfThePlatformSaysWhoCalls() throws Exception {
        world.mcp.challengeScope = "mcp:basic";
        assertEquals(200, world.call(client(), "read").statusCode());
        Received request = world.as.tokenRequests().get(0);
        assertEquals("urn:ietf:params:oauth:grant-type:jwt-bearer", request.form("grant_type"));
        assertEquals(jwt(world.as.issuer(), "first"), request.form("assertion"));
        assertEquals(world.serverUrl().toString(), request.form("resource"));
        assertEquals("mcp:basic", request.form("scope"));
        for (String credential : List.of("client_id", "client_secret", "client_assertion")) {
            assertFalse(request.hasForm(credential), credential);
        }
        assertEquals("", request.header("Authorization"));
        assertEquals(0, world.as.http.count("/register"));
        assertEquals(0, world.as.http.count("/authorize"));
    }

    /** Kubernetes moves a new file over the old one. */
    @Test
    void aReplacedFileIsReadAtOnce() throws Exception {
        McpOAuthClient client = client();
        world.call(client, "read");
        Path next = Files.writeString(folder.resolve("next"), jwt(world.as.issuer(), "second") + "\n");
        Files.move(next, file(), StandardCopyOption.REPLACE_EXISTING);
        world.clock.advance(Duration.ofHours(2));
        assertEquals(200, world.call(client, "read").statusCode());
        assertEquals(
                List.of(jwt(world.as.issuer(), "first"), jwt(world.as.issuer(), "second")),
                world.as.tokenRequests().stream()
                        .map(each -> each.form("assertion"))
                        .toList());
    }

    @ParameterizedTest
    @ValueSource(strings = {"invalid_grant", "invalid_scope", "unauthorized_client", "invalid_client"})
    void aRefusalIsToldOnceAndNothingElseIsTried(String error) {
        world.as.token = request -> ScriptedAuthorizationServer.error(400, error);
        OAuthErrorException failure = assertThrows(OAuthErrorException.class, () -> world.call(client(), "read"));
        assertEquals(new ErrorCode(error), failure.error());
        assertEquals(1, world.as.tokenRequests().size());
        assertEquals(0, world.as.http.count("/register"));
        assertEquals(0, world.as.http.count("/authorize"));
    }

    /** Otherwise an MCP server could name an authorization server of its own and pass the token on. */
    @Test
    void aTokenForSomebodyElseIsNotShown() {
        project(jwt("https://as.company.example", "first"));
        ConfigurationException failure = assertThrows(ConfigurationException.class, () -> client().accessToken());
        assertEquals("issuer", failure.key());
        assertTrue(world.as.tokenRequests().isEmpty());
    }

    @Test
    void whatIsNoTokenIsNotShownEither() {
        project("the password of the database");
        assertThrows(ConfigurationException.class, () -> client().accessToken());
        assertTrue(world.as.tokenRequests().isEmpty());
    }

    /** The drafts of the extension want the token endpoint, and platforms differ in the slash at the end. */
    @Test
    void theAudienceMayBeTheTokenEndpointOrEndInASlash() throws Exception {
        for (String audience : List.of(world.as.http.uri("/token").toString(), world.as.issuer() + "/")) {
            project(jwt(audience, "first"));
            McpOAuthClient client = client();
            world.clock.advance(Duration.ofHours(2));
            assertEquals(200, world.call(client, "read").statusCode());
        }
    }

    @Test
    void aConfiguredIssuerIsTrustedWithTheToken() throws Exception {
        project(jwt("api://company", "first"));
        McpOAuthClient client = world.runtime.client(
                builder().issuer(Issuer.of(world.as.issuer())).build());
        assertEquals(200, world.call(client, "read").statusCode());
    }

    @Test
    void aFileThatIsMissingEmptyOrTooLargeIsSaidToTheDeployer() throws Exception {
        McpOAuthClient client = client();
        for (String text : List.of("", " \n", "x".repeat(64 * 1024 + 1))) {
            project(text);
            assertEquals("workload.token-file", refusal(client).key());
        }
        Files.delete(file());
        assertEquals("workload.token-file", refusal(client).key());
        assertTrue(world.as.tokenRequests().isEmpty());
    }

    @Test
    void anIdentifierIsRefusedBecauseItWouldNotBeSent() {
        ClientConfiguration.Builder builder = builder().clientId("app");
        assertEquals(
                "client-id",
                assertThrows(ConfigurationException.class, builder::build).key());
    }

    @Test
    void aSourceIsNeeded() {
        ClientConfiguration.Builder builder = builder().sources(sources -> sources.withWorkload(null));
        assertEquals(
                "workload.token-file",
                assertThrows(ConfigurationException.class, builder::build).key());
    }

    /** A platform with an interface rather than a file can make out a token to the server in question. */
    @Test
    void aSourceLearnsWhomTheTokenIsFor() throws Exception {
        AssertionSource source = issuer -> Secret.of(jwt(issuer.value(), "made"));
        McpOAuthClient client = world.runtime.client(
                builder().sources(sources -> sources.withWorkload(source)).build());
        assertEquals(200, world.call(client, "read").statusCode());
    }

    private static ConfigurationException refusal(McpOAuthClient client) {
        return assertThrows(ConfigurationException.class, client::accessToken);
    }

    private McpOAuthClient client() {
        return world.runtime.client(builder().build());
    }

    private ClientConfiguration.Builder builder() {
        return world.configuration()
                .grant(GrantKind.WORKLOAD_JWT)
                .sources(sources -> sources.withWorkload(AssertionSource.file(file())));
    }

    private Path file() {
        return folder.resolve("token");
    }

    private void project(String text) {
        try {
            Files.writeString(file(), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A token whose signature nobody here looks at. */
    private static String jwt(String audience, String id) {
        return part("{\"alg\":\"RS256\",\"typ\":\"JWT\",\"kid\":\"k\"}") + "."
                + part("{\"aud\":[\"" + audience + "\"],\"sub\":\"system:serviceaccount:mcp:agent\",\"jti\":\"" + id
                        + "\"}")
                + "." + part("no signature");
    }

    private static String part(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
