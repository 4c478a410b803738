package org.mcpoauth.server.authorization;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import jakarta.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.mcpoauth.api.Issuer;
import org.mcpoauth.api.Scopes;
import org.mcpoauth.api.error.ErrorCode;
import org.mcpoauth.api.event.AuditEvent;
import org.mcpoauth.api.event.AuthorizationServerEvent.ClientRegistered;
import org.mcpoauth.api.event.AuthorizationServerEvent.EndpointKind;
import org.mcpoauth.api.event.AuthorizationServerEvent.EndpointRefused;
import org.mcpoauth.api.event.AuthorizationServerEvent.ReuseDetected;
import org.mcpoauth.api.event.AuthorizationServerEvent.TokensIssued;
import org.mcpoauth.api.event.AuthorizationServerEvent.TokensRevoked;
import org.mcpoauth.api.metadata.ClientAuthenticationMethod;
import org.mcpoauth.api.metadata.GrantType;
import org.mcpoauth.spi.endpoint.EndpointResponse;

/** What an authorization server tells auditors, and that no secret is among it (OAuth 2.1, section 7.1). */
class ServerAuditTest {
    private static final Issuer ISSUER = Issuer.of(TestServer.ISSUER);

    private final TestServer server = new TestServer();

    private void assertTold(AuditEvent... expected) {
        assertEquals(List.of(expected), server.events);
        server.events.clear();
    }

    private static EndpointRefused refused(EndpointKind endpoint, ErrorCode error) {
        return new EndpointRefused(ISSUER, endpoint, error);
    }

    // RFC 6749, sections 4.1.4 and 6
    @Test
    void tokensOfCodesAndRefreshTokensAreTold() {
        server.addPublicClient("app");
        JsonObject tokens = server.tokens("app");
        Scopes scopes = Scopes.of("mcp:tools", "notes:read");
        assertTold(new TokensIssued(ISSUER, GrantType.AUTHORIZATION_CODE, "app", "user-1", scopes));

        server.refresh("app", tokens.getString("refresh_token"), "scope", "mcp:tools");
        assertTold(new TokensIssued(ISSUER, GrantType.REFRESH_TOKEN, "app", "user-1", Scopes.of("mcp:tools")));
    }

    // RFC 6749, section 4.4
    @Test
    void tokensOfClientsThemselvesAreTold() {
        server.addConfidentialClient("machine", ClientAuthenticationMethod.CLIENT_SECRET_POST);
        ofMachine();
        assertTold(new TokensIssued(ISSUER, GrantType.CLIENT_CREDENTIALS, "machine", null, Scopes.of("mcp:tools")));
    }

    // RFC 7009, section 2.2
    @Test
    void whatIsRevokedIsToldAndWhatIsUnknownIsNot() {
        server.addPublicClient("app");
        String access = server.tokens("app").getString("access_token");
        String refresh = server.tokens("app").getString("refresh_token");
        server.events.clear();
        revoke("app", access);
        assertTold(new TokensRevoked(ISSUER, "app", "user-1"));
        revoke("app", refresh);
        assertTold(new TokensRevoked(ISSUER, "app", "user-1"));
        revoke("app", access);
        revoke("app", "unknown");
        assertTold();
    }

    // RFC 6749, section 4.1.2
    @Test
    void aCodeThatIsUsedTwiceIsToldOnce() {
        server.addPublicClient("app");
        String code = server.codeOf("app");
        server.redeem("app", code);
        server.events.clear();
        EndpointRefused refused = refused(EndpointKind.TOKEN, ErrorCode.INVALID_GRANT);
        server.redeem("app", code);
        assertTold(new ReuseDetected(ISSUER, GrantType.AUTHORIZATION_CODE, "app", "user-1"), refused);
        server.redeem("app", code);
        assertTold(refused);
    }

    // RFC 9700, section 4.14.2
    @Test
    void aRefreshTokenThatIsUsedTwiceIsToldOnce() {
        server.addPublicClient("app");
        String refresh = server.tokens("app").getString("refresh_token");
        server.refresh("app", refresh);
        server.events.clear();
        EndpointRefused refused = refused(EndpointKind.TOKEN, ErrorCode.INVALID_GRANT);
        server.refresh("app", refresh);
        assertTold(new ReuseDetected(ISSUER, GrantType.REFRESH_TOKEN, "app", "user-1"), refused);
        server.refresh("app", refresh);
        assertTold(refused);
    }

    /** What ends no grant is no reuse: a stranger must not be able to end what others remember. */
    @Test
    void otherRefusalsOfTheTokenEndpointAreNoReuse() {
        server.addPublicClient("app");
        server.addPublicClient("other");
        String refresh = server.tokens("app").getString("refresh_token");
        String code = server.codeOf("app");
        server.events.clear();
        EndpointRefused refused = refused(EndpointKind.TOKEN, ErrorCode.INVALID_GRANT);
        server.refresh("other", refresh);
        assertTold(refused);
        server.redeem("other", code);
        assertTold(refused);
        server.refresh("app", refresh, "scope", "never:granted");
        assertTold(refused(EndpointKind.TOKEN, ErrorCode.INVALID_SCOPE));
    }

    // RFC 7009, section 2.1
    @Test
    void aTokenOfAnotherClientIsToldAsRefused() {
        server.addPublicClient("app");
        server.addPublicClient("other");
        String access = server.tokens("app").getString("access_token");
        server.events.clear();
        revoke("other", access);
        assertTold(refused(EndpointKind.REVOCATION, ErrorCode.INVALID_GRANT));
    }

    // RFC 7591, sections 3.2.1 and 3.2.2
    @Test
    void whoRegistersIsToldAndWhoIsRefusedToo() {
        String id = server.json(register("{\"redirect_uris\":[\"https://app.example/cb\"]}"))
                .getString("client_id");
        assertTold(new ClientRegistered(ISSUER, id));
        register("{\"redirect_uris\":[\"http://app.example/cb\"]}");
        assertTold(refused(EndpointKind.REGISTRATION, ErrorCode.INVALID_REDIRECT_URI));
    }

    // RFC 6749, section 5.2
    @Test
    void refusalsOfEachEndpointAreTold() {
        server.addPublicClient("app");
        server.redeem("app", "unknown");
        assertTold(refused(EndpointKind.TOKEN, ErrorCode.INVALID_GRANT));
        server.token("grant_type", "client_credentials", "client_id", "stranger", "client_secret", "wrong");
        assertTold(refused(EndpointKind.TOKEN, ErrorCode.INVALID_CLIENT));
        server.post("/introspect", Map.of(), TestServer.form("client_id", "app", "token", "x"));
        assertEquals(1, server.events.size());
        assertEquals(EndpointKind.INTROSPECTION, ((EndpointRefused) server.events.remove(0)).endpoint());
    }

    // RFC 6749, section 4.1.2.1: what the client is told, and what only the user sees
    @Test
    void refusalsOfTheAuthorizationEndpointAreTold() {
        server.addPublicClient("app");
        String query = TestServer.authorizationQuery("app");
        new TestBrowser(server).openAuthorization(query.replace("S256", "plain"));
        assertTold(refused(EndpointKind.AUTHORIZATION, ErrorCode.INVALID_REQUEST));
        new TestBrowser(server).openAuthorization(TestServer.authorizationQuery("stranger"));
        assertTold(refused(EndpointKind.AUTHORIZATION, ErrorCode.INVALID_CLIENT));
        new TestBrowser(server).openAuthorization(query.replace("redirect_uri=http", "redirect_uri=https"));
        assertTold(refused(EndpointKind.AUTHORIZATION, ErrorCode.INVALID_REQUEST));
        TestBrowser browser = new TestBrowser(server);
        browser.submit(browser.login(browser.openAuthorization(query)), "decision", "deny");
        assertTold(refused(EndpointKind.AUTHORIZATION, ErrorCode.ACCESS_DENIED));
    }

    @Test
    void noEventHoldsASecret() {
        server.addPublicClient("app");
        server.addConfidentialClient("machine", ClientAuthenticationMethod.CLIENT_SECRET_POST);
        String code = server.codeOf("app");
        JsonObject tokens = server.json(server.redeem("app", code));
        server.redeem("app", code);
        server.refresh("app", tokens.getString("refresh_token"));
        ofMachine();
        revoke("app", tokens.getString("access_token"));
        String told = server.events.toString();
        Optional<String> shown = List.of(
                        code,
                        tokens.getString("access_token"),
                        tokens.getString("refresh_token"),
                        TestServer.SECRET,
                        TestServer.VERIFIER)
                .stream()
                .filter(told::contains)
                .findFirst();
        assertFalse(shown.isPresent(), told);
    }

    private void ofMachine() {
        server.token(
                "grant_type",
                "client_credentials",
                "client_id",
                "machine",
                "client_secret",
                TestServer.SECRET,
                "resource",
                TestServer.RESOURCE);
    }

    private EndpointResponse revoke(String client, String token) {
        return server.post("/revoke", Map.of(), TestServer.form("client_id", client, "token", token));
    }

    private EndpointResponse register(String json) {
        return server.send(
                "POST", TestServer.BASE + "/register", null, Map.of("Content-Type", "application/json"), json);
    }
}
