package org.mcpoauth.starter.assertion;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mcpoauth.api.McpOAuthClient;
import org.mcpoauth.api.Secret;
import org.mcpoauth.api.client.ClientAuthentication;
import org.mcpoauth.api.error.AuthorizationRequiredException;
import org.mcpoauth.api.error.ErrorCode;
import org.mcpoauth.api.error.OAuthErrorException;
import org.mcpoauth.api.event.AuthorizationServerEvent.TokensIssued;
import org.mcpoauth.api.metadata.ClientMetadata;
import org.mcpoauth.api.metadata.GrantType;
import org.mcpoauth.api.token.PresentedToken;
import org.mcpoauth.spi.ClientConfiguration;
import org.mcpoauth.spi.ClientConfiguration.GrantKind;
import org.mcpoauth.spi.McpOAuthRuntime;
import org.mcpoauth.spi.client.AssertionSource;
import org.mcpoauth.spi.client.IdentityProvider;
import org.mcpoauth.spi.client.PossessionRules;
import org.mcpoauth.spi.client.SubjectToken;

/**
 * Both halves of the MCP extensions "Enterprise-Managed Authorization" and "Workload Identity Federation" over HTTP:
 * our client, our authorization server and our guard.
 */
class OwnAssertionsTest {
    private final McpOAuthRuntime runtime =
            McpOAuthRuntime.builder().allowLoopback().build();
    private final Voucher voucher = new Voucher();
    private final TrustingServer server = new TrustingServer(voucher.issuer());

    @TempDir
    Path folder;

    @AfterEach
    void close() {
        runtime.close();
        server.close();
        voucher.close();
    }

    @Test
    void aUserOfTheEnterpriseCallsWithoutBeingAsked() throws Exception {
        McpOAuthClient client = enterprise(Voucher.ID_TOKEN, TrustingServer.SECRET);
        String caller = call(client);
        TokensIssued issued = server.issued().get(0);
        assertEquals(GrantType.JWT_BEARER, issued.grant());
        assertEquals("app " + issued.subject() + " mcp:tools", caller);
        assertNotEquals("alice", issued.subject(), "a user of somebody else");
        assertEquals(caller, call(client));
        assertEquals(1, server.issued().size(), "the token is kept");
    }

    @Test
    void theSameUserIsTheSameToday() throws Exception {
        assertEquals(
                call(enterprise(Voucher.ID_TOKEN, TrustingServer.SECRET)),
                call(enterprise(Voucher.ID_TOKEN, TrustingServer.SECRET)));
        assertEquals(2, server.issued().size());
    }

    @Test
    void aSignInThatIsOverIsForTheUserToRepeat() {
        McpOAuthClient client = enterprise("id-token-of-yesterday", TrustingServer.SECRET);
        assertThrows(AuthorizationRequiredException.class, client::accessToken);
        assertTrue(server.issued().isEmpty());
    }

    @Test
    void aClientWithoutItsSecretGetsNothingForTheAssertion() {
        OAuthErrorException refusal = assertThrows(
                OAuthErrorException.class,
                () -> enterprise(Voucher.ID_TOKEN, "wrong").accessToken());
        assertEquals(ErrorCode.INVALID_CLIENT, refusal.error());
        assertTrue(server.issued().isEmpty());
    }

    @Test
    void aWorkloadCallsWithTheTokenOfItsPlatform() throws Exception {
        McpOAuthClient client = workload(server.issuer().value());
        assertEquals("agent agent mcp:tools", call(client));
        TokensIssued issued = server.issued().get(0);
        assertEquals(GrantType.JWT_BEARER, issued.grant());
        assertEquals("agent", issued.clientId());
    }

    @Test
    void theTokenEndpointIsAnAudienceToo() throws Exception {
        assertEquals("agent agent mcp:tools", call(workload(server.issuer() + "/oauth/token")));
    }

    /** RFC 9449, sections 5, 7 and 8: with the nonces that our authorization server wants. */
    @Test
    void tokensAreBoundToTheKeyOfTheClient() throws Exception {
        Path file = Files.writeString(
                folder.resolve("token"),
                voucher.workload(server.issuer().value()).reveal());
        McpOAuthClient client = runtime.client(builder()
                .grant(GrantKind.WORKLOAD_JWT)
                .sources(sources -> sources.withWorkload(AssertionSource.file(file)))
                .possession(PossessionRules.DEFAULT.withMode(PossessionRules.Mode.REQUIRED))
                .build());
        assertEquals("agent agent mcp:tools", call(client));
        assertEquals(PresentedToken.Scheme.DPOP, client.accessToken().scheme());
        assertEquals("agent agent mcp:tools", call(client));
        assertEquals(1, server.issued().size());
    }

    /** The client takes an issuer with a slash for the issuer; the server does not, and says so once. */
    @Test
    void aWorkloadWhoseTokenIsForAnotherAudienceIsTold() throws Exception {
        McpOAuthClient client = workload(server.issuer() + "/");
        OAuthErrorException refusal = assertThrows(OAuthErrorException.class, () -> call(client));
        assertEquals(ErrorCode.INVALID_GRANT, refusal.error());
        assertEquals(List.of(), server.issued());
    }

    private McpOAuthClient enterprise(String idToken, String secret) {
        IdentityProvider provider =
                new IdentityProvider(voucher.issuer(), "app-at-idp", new ClientAuthentication.None(), null);
        return runtime.client(builder()
                .grant(GrantKind.ID_JAG)
                .clientId("app")
                .clientSecret(Secret.of(secret))
                .sources(sources -> sources.withIdentityProvider(provider)
                        .withSubjectTokens(user -> SubjectToken.idToken(Secret.of(idToken))))
                .build());
    }

    private McpOAuthClient workload(String audience) throws Exception {
        Path file = Files.writeString(
                folder.resolve("token"), voucher.workload(audience).reveal());
        return runtime.client(builder()
                .grant(GrantKind.WORKLOAD_JWT)
                .sources(sources -> sources.withWorkload(AssertionSource.file(file)))
                .build());
    }

    private ClientConfiguration.Builder builder() {
        return ClientConfiguration.builder(
                "crm", server.url(), ClientMetadata.builder().build());
    }

    private String call(McpOAuthClient client) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(server.url())
                .header("Content-Type", "application/json")
                .header("Accept", "application/json, text/event-stream")
                .POST(BodyPublishers.ofString("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\"}"))
                .build();
        HttpResponse<String> answer = client.send(request, BodyHandlers.ofString());
        assertEquals(200, answer.statusCode(), answer::body);
        return answer.body();
    }
}
