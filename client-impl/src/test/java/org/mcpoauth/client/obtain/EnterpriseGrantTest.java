package org.mcpoauth.client.obtain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Principal;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mcpoauth.api.Issuer;
import org.mcpoauth.api.McpOAuthClient;
import org.mcpoauth.api.Secret;
import org.mcpoauth.api.client.ClientAuthentication;
import org.mcpoauth.api.error.AuthorizationRequiredException;
import org.mcpoauth.api.error.ConfigurationException;
import org.mcpoauth.api.error.ErrorCode;
import org.mcpoauth.api.error.FailureCode;
import org.mcpoauth.api.error.McpOAuthException;
import org.mcpoauth.api.error.OAuthErrorException;
import org.mcpoauth.api.error.ResponseViolationException;
import org.mcpoauth.client.scripted.Answer;
import org.mcpoauth.client.scripted.Received;
import org.mcpoauth.client.scripted.ScriptedAuthorizationServer;
import org.mcpoauth.client.scripted.ScriptedIdentityProvider;
import org.mcpoauth.client.scripted.World;
import org.mcpoauth.spi.ClientConfiguration;
import org.mcpoauth.spi.ClientConfiguration.GrantKind;
import org.mcpoauth.spi.client.IdentityProvider;
import org.mcpoauth.spi.client.SubjectToken;
import org.mcpoauth.spi.client.SubjectTokenSource;

/**
 * Both requests of the MCP extension "Enterprise-Managed Authorization"
 * (draft-ietf-oauth-identity-assertion-authz-grant, sections 4.3 and 4.4).
 */
class EnterpriseGrantTest {
    private final World world = new World();
    private final ScriptedIdentityProvider idp = new ScriptedIdentityProvider();

    @BeforeEach
    void trust() {
        world.as.metadata.put("token_endpoint_auth_methods_supported", "[\"client_secret_basic\"]");
        world.as.issuesRefreshTokens = false;
        world.as.token = request -> idp.redeem(world.as, request);
    }

    @AfterEach
    void close() {
        world.close();
        idp.close();
    }

    @Test
    void theAssertionComesFromTheIdentityProviderAndTheTokenFromTheAuthorizationServer() throws Exception {
        world.mcp.challengeScope = "mcp:basic";
        assertEquals(200, world.call(client(), "read").statusCode());
        Received exchange = idp.exchanges().get(0);
        assertEquals("urn:ietf:params:oauth:grant-type:token-exchange", exchange.form("grant_type"));
        assertEquals("urn:ietf:params:oauth:token-type:id-jag", exchange.form("requested_token_type"));
        assertEquals("urn:ietf:params:oauth:token-type:id_token", exchange.form("subject_token_type"));
        assertEquals("id-token-of-alice", exchange.form("subject_token"));
        assertEquals(world.as.issuer(), exchange.form("audience"));
        assertEquals(world.serverUrl().toString(), exchange.form("resource"));
        assertEquals("mcp:basic", exchange.form("scope"));
        assertEquals("app-at-idp", exchange.form("client_id"));
        assertEquals("", exchange.header("Authorization"));
        Received redemption = world.as.tokenRequests().get(0);
        assertEquals("urn:ietf:params:oauth:grant-type:jwt-bearer", redemption.form("grant_type"));
        assertTrue(redemption.form("assertion").startsWith("jag-"));
        assertEquals(world.serverUrl().toString(), redemption.form("resource"));
        assertFalse(redemption.hasForm("scope"));
        assertEquals("Basic YXBwOnM=", redemption.header("Authorization"));
        assertEquals(0, world.as.http.count("/authorize"));
    }

    /** What was agreed on with one of the two is not shown to the other. */
    @Test
    void neitherSideSeesTheCredentialsForTheOther() throws Exception {
        McpOAuthClient client =
                client(provider(new ClientAuthentication.ClientSecretBasic(Secret.of("secret-at-idp"))));
        world.call(client, "read");
        assertEquals(
                "Basic YXBwLWF0LWlkcDpzZWNyZXQtYXQtaWRw", idp.exchanges().get(0).header("Authorization"));
        assertFalse(idp.exchanges().get(0).hasForm("client_id"));
        world.as.http.received().forEach(each -> {
            assertFalse(each.all().contains("id-token-of-alice"));
            assertFalse(each.all().contains("app-at-idp"));
        });
        world.mcp.http.received().forEach(each -> assertFalse(each.all().contains("jag-")));
    }

    /** An assertion is good for one use (MCP extension; RFC 7523, section 5.2). */
    @Test
    void eachTokenHasAnAssertionOfItsOwn() throws Exception {
        McpOAuthClient client = client();
        world.call(client, "read");
        world.clock.advance(Duration.ofHours(2));
        assertEquals(200, world.call(client, "read").statusCode());
        List<Received> redemptions = world.as.tokenRequests();
        assertEquals(2, redemptions.size());
        assertNotEquals(redemptions.get(0).form("assertion"), redemptions.get(1).form("assertion"));
    }

    @Test
    void aStepUpAsksTheIdentityProviderForTheUnion() throws Exception {
        world.mcp.challengeScope = "mcp:read";
        world.mcp.writeScope = "mcp:write";
        assertEquals(200, world.call(client(), "write").statusCode());
        assertEquals("mcp:read mcp:write", idp.exchanges().get(1).form("scope"));
    }

    /** It is for the authorization server alone, which may have asked for one that nobody else can read. */
    @Test
    void anEncryptedAssertionIsPassedOnAsItIs() throws Exception {
        String encrypted = "eyJhbGciOiJSU0EtT0FFUCJ9.a2V5.aXY.dGV4dA.dGFn";
        idp.token = request -> Answer.json(
                200,
                "{\"access_token\":\"" + encrypted
                        + "\",\"issued_token_type\":\"urn:ietf:params:oauth:token-type:id-jag\",\"token_type\":\"N_A\"}");
        world.as.token = request -> world.as.issue("");
        assertEquals(200, world.call(client(), "read").statusCode());
        assertEquals(encrypted, world.as.tokenRequests().get(0).form("assertion"));
    }

    /** Otherwise an attacker could have an assertion made out to somebody else (relay). */
    @Test
    void nothingIsAskedForBeforeTheMetadataAreThoseOfTheIssuer() {
        world.as.put("issuer", "https://attacker.example");
        ResponseViolationException failure =
                assertThrows(ResponseViolationException.class, () -> client().accessToken());
        assertEquals(FailureCode.METADATA_ISSUER_MISMATCH, failure.code());
        assertTrue(idp.http.received().isEmpty());
    }

    @Test
    void theMetadataOfTheIdentityProviderNeedNotBeRead() throws Exception {
        IdentityProvider provider = new IdentityProvider(
                Issuer.of(idp.issuer()), "app-at-idp", new ClientAuthentication.None(), idp.http.uri("/token"));
        assertEquals(200, world.call(client(provider), "read").statusCode());
        assertEquals(0, idp.http.count(ScriptedIdentityProvider.METADATA));
    }

    @Test
    void metadataOfAnotherIdentityProviderAreNotUsed() {
        idp.http.on(ScriptedIdentityProvider.METADATA, Answer.json(200, idp.metadata("https://other-idp.example")));
        ResponseViolationException failure =
                assertThrows(ResponseViolationException.class, () -> client().accessToken());
        assertEquals(FailureCode.METADATA_ISSUER_MISMATCH, failure.code());
        assertTrue(idp.exchanges().isEmpty());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"access_token\":\"x\",\"token_type\":\"N_A\"}",
                "{\"access_token\":\"x\",\"token_type\":\"Bearer\","
                        + "\"issued_token_type\":\"urn:ietf:params:oauth:token-type:id-jag\"}",
                "{\"access_token\":\"x\",\"token_type\":\"N_A\","
                        + "\"issued_token_type\":\"urn:ietf:params:oauth:token-type:access_token\"}"
            })
    void whatIsNoAssertionIsNotPresented(String answer) {
        idp.token = request -> Answer.json(200, answer);
        ResponseViolationException failure =
                assertThrows(ResponseViolationException.class, () -> client().accessToken());
        assertEquals(FailureCode.INVALID_RESPONSE, failure.code());
        assertTrue(world.as.tokenRequests().isEmpty());
    }

    /** RFC 8693, section 2.2.1 has upper case, RFC 6749, section 5.1 does not care. */
    @Test
    void theCaseOfTheTokenTypeDoesNotMatter() throws Exception {
        idp.token = request -> {
            Answer answer = idp.exchange(request);
            return Answer.json(200, answer.body().replace("N_A", "n_a"));
        };
        assertEquals(200, world.call(client(), "read").statusCode());
    }

    @ParameterizedTest
    @ValueSource(strings = {"invalid_grant", "insufficient_user_authentication"})
    void aSignInThatIsNotGoodEnoughIsForTheUserToRepeat(String error) {
        idp.token = request -> ScriptedAuthorizationServer.error(400, error);
        AuthorizationRequiredException failure =
                assertThrows(AuthorizationRequiredException.class, () -> client().accessToken());
        assertTrue(String.valueOf(failure.getMessage()).contains("the user has to sign in again at " + idp.issuer()));
        assertTrue(world.as.tokenRequests().isEmpty());
    }

    @ParameterizedTest
    @ValueSource(strings = {"invalid_target", "unauthorized_client", "invalid_scope", "invalid_client"})
    void aPolicyThatForbidsTheServerIsTold(String error) {
        idp.token = request -> ScriptedAuthorizationServer.error(400, error);
        OAuthErrorException failure = assertThrows(OAuthErrorException.class, () -> client().accessToken());
        assertEquals(new ErrorCode(error), failure.error());
        assertEquals(idp.http.uri("/token"), failure.endpoint());
        assertEquals(1, idp.exchanges().size());
    }

    /** No other way is tried: the enterprise has decided. */
    @Test
    void anAssertionThatIsRefusedLeadsToNoLogin() {
        world.as.token = request -> ScriptedAuthorizationServer.error(400, "invalid_grant");
        OAuthErrorException failure = assertThrows(OAuthErrorException.class, () -> client().accessToken());
        assertEquals(ErrorCode.INVALID_GRANT, failure.error());
        assertEquals(1, world.as.tokenRequests().size());
        assertEquals(0, world.as.http.count("/authorize"));
    }

    @Test
    void eachUserIsVouchedForByName() throws Exception {
        SubjectTokenSource tokens =
                user -> SubjectToken.idToken(Secret.of("id-token-of-" + (user == null ? "nobody" : user.getName())));
        McpOAuthClient client = client(provider(new ClientAuthentication.None()), tokens);
        assertEquals(200, world.call(client.as(() -> "alice"), "read").statusCode());
        assertThrows(AuthorizationRequiredException.class, () -> world.call(client, "read"));
        assertEquals(
                List.of("id-token-of-alice", "id-token-of-nobody"),
                idp.exchanges().stream().map(each -> each.form("subject_token")).toList());
    }

    /** A host that signs the user in writes the new ID token over the old one. */
    @Test
    void theFileWithTheSubjectTokenIsReadEachTime(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("id-token");
        McpOAuthClient client = client(provider(new ClientAuthentication.None()), SubjectTokenSource.idTokenFile(file));
        assertThrows(ConfigurationException.class, () -> world.call(client, "read"));
        Files.writeString(file, "id-token-of-alice\n");
        assertEquals(200, world.call(client, "read").statusCode());
        Files.writeString(file, "an-old-one");
        world.clock.advance(Duration.ofHours(2));
        assertThrows(AuthorizationRequiredException.class, () -> world.call(client, "read"));
    }

    @Test
    void whatIsMissingIsSaidAtOnce() {
        ClientConfiguration.Builder builder = builder().sources(sources -> sources.withIdentityProvider(null));
        assertEquals(
                "id-jag.idp-issuer",
                assertThrows(ConfigurationException.class, builder::build).key());
        builder.sources(sources -> sources.withIdentityProvider(provider(new ClientAuthentication.None()))
                .withSubjectTokens(null));
        assertEquals(
                "id-jag.subject-token-file",
                assertThrows(ConfigurationException.class, builder::build).key());
        builder.sources(sources -> sources.withSubjectTokens(this::alice))
                .clientId(null)
                .clientSecret((Secret) null);
        assertEquals(
                "client-id",
                assertThrows(ConfigurationException.class, builder::build).key());
        builder.metadataDocumentUrl(URI.create("https://app.example/client.json"))
                .build();
    }

    @Test
    void noTextShowsWhatIdentifiesTheUser() {
        world.as.token = request -> ScriptedAuthorizationServer.error(400, "invalid_grant");
        McpOAuthException failure = assertThrows(McpOAuthException.class, () -> client().accessToken());
        String texts = failure
                + String.valueOf(failure.getCause())
                + alice(null)
                + builder().build()
                + provider(new ClientAuthentication.ClientSecretBasic(Secret.of("secret-at-idp")));
        for (String secret : List.of("id-token-of-alice", "secret-at-idp", "jag-")) {
            assertFalse(texts.contains(secret), texts);
        }
    }

    private McpOAuthClient client() {
        return client(provider(new ClientAuthentication.None()));
    }

    private McpOAuthClient client(IdentityProvider provider) {
        return client(provider, this::alice);
    }

    private McpOAuthClient client(IdentityProvider provider, SubjectTokenSource tokens) {
        return world.runtime.client(builder()
                .sources(sources -> sources.withIdentityProvider(provider).withSubjectTokens(tokens))
                .build());
    }

    private ClientConfiguration.Builder builder() {
        return world.configuration()
                .grant(GrantKind.ID_JAG)
                .clientId("app")
                .clientSecret(Secret.of("s"))
                .sources(sources -> sources.withIdentityProvider(provider(new ClientAuthentication.None()))
                        .withSubjectTokens(this::alice));
    }

    private IdentityProvider provider(ClientAuthentication authentication) {
        return new IdentityProvider(Issuer.of(idp.issuer()), "app-at-idp", authentication, null);
    }

    private SubjectToken alice(@Nullable Principal ignored) {
        return SubjectToken.idToken(Secret.of("id-token-of-alice"));
    }
}
