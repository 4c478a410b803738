package org.mcpoauth.server.authorization;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.JsonObject;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mcpoauth.api.Secret;
import org.mcpoauth.api.error.EndpointException;
import org.mcpoauth.api.error.ErrorCode;
import org.mcpoauth.api.metadata.ClientAuthenticationMethod;
import org.mcpoauth.spi.endpoint.EndpointResponse;
import org.mcpoauth.spi.server.GrantPolicy;

/** RFC 7009, section 2. */
class RevocationTest {
    private final TestServer server = new TestServer();

    @BeforeEach
    void addClients() {
        server.addPublicClient("app");
        server.addPublicClient("other");
        server.addConfidentialClient("machine", ClientAuthenticationMethod.CLIENT_SECRET_POST);
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"refresh_token", "access_token", "unheard_of"})
    void aRefreshTokenEndsItsGrantWhateverTheHint(@Nullable String hint) {
        JsonObject tokens = server.tokens("app");

        EndpointResponse response = revoke("app", tokens.getString("refresh_token"), hint);

        assertEquals(200, response.status());
        assertEquals(0, response.body().length);
        assertEquals("no-store", TestServer.header(response, "Cache-Control"));
        assertFalse(isActive(tokens));
        assertEquals("invalid_grant", server.error(server.refresh("app", tokens.getString("refresh_token"))));
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"refresh_token", "access_token", "unheard_of"})
    void anAccessTokenEndsItsGrantWhateverTheHint(@Nullable String hint) {
        JsonObject tokens = server.tokens("app");

        assertEquals(200, revoke("app", tokens.getString("access_token"), hint).status());

        assertFalse(isActive(tokens));
        assertEquals("invalid_grant", server.error(server.refresh("app", tokens.getString("refresh_token"))));
    }

    @Test
    void otherGrantsGoOn() {
        JsonObject tokens = server.tokens("app");
        JsonObject second = server.tokens("app");

        revoke("app", tokens.getString("refresh_token"), null);

        assertTrue(isActive(second));
        assertEquals(
                200, server.refresh("app", second.getString("refresh_token")).status());
    }

    @Test
    void aTokenWithoutAGrantEndsAlone() {
        JsonObject first = machineToken();
        JsonObject second = machineToken();

        EndpointResponse response = server.post(
                "/revoke",
                Map.of(),
                TestServer.form(
                        "client_id",
                        "machine",
                        "client_secret",
                        TestServer.SECRET,
                        "token",
                        first.getString("access_token")));

        assertEquals(200, response.status());
        assertFalse(isActive(first));
        assertTrue(isActive(second));
    }

    @ParameterizedTest
    @ValueSource(strings = {"unknown", "a.b.c", "AAAAAAAAAAAAAAAAAAAAAA.1.x.y"})
    void anUnknownTokenIsNoError(String token) {
        assertEquals(200, revoke("app", token, null).status());
    }

    @Test
    void revokingTwiceIsNoError() {
        String token = server.tokens("app").getString("refresh_token");

        assertEquals(200, revoke("app", token, null).status());
        assertEquals(200, revoke("app", token, null).status());
    }

    @Test
    void aTokenOfAnotherClientIsRefusedAndStays() {
        JsonObject tokens = server.tokens("app");
        for (String name : new String[] {"refresh_token", "access_token"}) {
            EndpointResponse response = revoke("other", tokens.getString(name), name);
            assertEquals(400, response.status());
            assertEquals("invalid_grant", server.error(response));
        }

        assertTrue(isActive(tokens));
        assertEquals(
                200, server.refresh("app", tokens.getString("refresh_token")).status());
    }

    @Test
    void theTokenMustBeThereOnce() {
        assertEquals("invalid_request", server.error(server.post("/revoke", Map.of(), "client_id=app")));
        assertEquals("invalid_request", server.error(server.post("/revoke", Map.of(), "client_id=app&token=")));
        assertEquals(
                "invalid_request", server.error(server.post("/revoke", Map.of(), "client_id=app&token=a&token=b")));
    }

    @Test
    void theClientMustBeAuthenticated() {
        EndpointResponse response = server.post("/revoke", Map.of(), "client_id=machine&token=x");

        assertEquals(401, response.status());
        assertEquals("invalid_client", server.error(response));
        assertEquals(401, server.post("/revoke", Map.of(), "token=x").status());
    }

    @Test
    void aProviderMaySayThatItCannotRevokeAKindOfToken() {
        TestServer stubborn = new TestServer(
                builder -> builder, GrantPolicy.WITH_CONSENT, provider -> new DelegatingProvider(provider) {
                    @Override
                    protected void beforeRevocation() {
                        throw EndpointException.token(ErrorCode.UNSUPPORTED_TOKEN_TYPE, null);
                    }
                });
        stubborn.addPublicClient("app");
        JsonObject tokens = stubborn.tokens("app");
        EndpointResponse response = stubborn.post(
                "/revoke", Map.of(), TestServer.form("client_id", "app", "token", tokens.getString("access_token")));

        assertEquals(400, response.status());
        assertEquals("unsupported_token_type", stubborn.error(response));
    }

    @Test
    void aStoreThatFailsIs503() {
        String token = server.tokens("app").getString("refresh_token");
        server.store.setBroken(true);

        assertEquals(503, revoke("app", token, null).status());
    }

    @Test
    void onlyPostIsAnswered() {
        assertEquals(
                405,
                server.get(TestServer.BASE + "/revoke", "token=x", Map.of()).status());
    }

    private EndpointResponse revoke(String clientId, String token, @Nullable String hint) {
        return server.post(
                "/revoke", Map.of(), TestServer.form("client_id", clientId, "token", token, "token_type_hint", hint));
    }

    private JsonObject machineToken() {
        return server.json(server.token(
                "grant_type",
                "client_credentials",
                "client_id",
                "machine",
                "client_secret",
                TestServer.SECRET,
                "resource",
                TestServer.RESOURCE));
    }

    private boolean isActive(JsonObject tokens) {
        return server.provider
                .loadAccessToken(Secret.of(tokens.getString("access_token")))
                .isPresent();
    }
}
