package org.mcpoauth.server.authorization;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.JsonObject;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mcpoauth.api.Issuer;
import org.mcpoauth.api.Secret;
import org.mcpoauth.api.event.AuthorizationServerEvent.ClientDeleted;
import org.mcpoauth.api.event.AuthorizationServerEvent.ClientUpdated;
import org.mcpoauth.api.metadata.ClientAuthenticationMethod;
import org.mcpoauth.api.provider.AuthorizationServerProvider;
import org.mcpoauth.api.provider.Client;
import org.mcpoauth.api.token.TokenRevoked;
import org.mcpoauth.spi.endpoint.EndpointResponse;
import org.mcpoauth.spi.server.DynamicRegistration;
import org.mcpoauth.spi.server.GrantPolicy;
import org.mcpoauth.spi.server.RegistrationPolicy;

/** RFC 7592, sections 2 and 3. */
class ClientConfigurationTest {
    private static final String PATH = TestServer.BASE + "/register/client";
    private static final DynamicRegistration MANAGED = DynamicRegistration.OPEN.withManagement(true);
    private static final String REDIRECT = "\"redirect_uris\":[\"" + TestServer.REDIRECT_URI + "\"]";
    private static final String PUBLIC = REDIRECT + ",\"token_endpoint_auth_method\":\"none\","
            + "\"grant_types\":[\"authorization_code\",\"refresh_token\"],\"scope\":\"mcp:tools notes:read\"";
    private static final String CONFIDENTIAL = REDIRECT + ",\"token_endpoint_auth_method\":\"client_secret_post\"";

    private final TestServer server = new TestServer(builder -> builder.registration(MANAGED));

    @Test
    void aRegistrationTellsHowItIsManaged() {
        JsonObject client = registered(PUBLIC + ",\"client_name\":\"App\"");
        String token = client.getString("registration_access_token");

        assertEquals(
                TestServer.ISSUER + "/oauth/register/client?client_id=" + client.getString("client_id"),
                client.getString("registration_client_uri"));
        assertEquals(43, token.length());
        assertFalse(server.store.written().stream().anyMatch(text -> text.contains(token)), "only a digest is kept");
    }

    @Test
    void withoutManagementThereIsNothingToManage() {
        TestServer plain = new TestServer();
        JsonObject client = plain.json(register(plain, PUBLIC, null));

        assertFalse(client.containsKey("registration_access_token"));
        assertFalse(client.containsKey("registration_client_uri"));
        assertTrue(plain.server.endpoints().stream()
                .noneMatch(endpoint -> endpoint.path().equals(PATH)));
    }

    // section 2.1
    @Test
    void aClientReadsItsRegistration() {
        JsonObject client = registered(CONFIDENTIAL + ",\"client_name\":\"App\"");
        EndpointResponse response = manage("GET", client, "");
        JsonObject body = server.json(response);

        assertEquals(200, response.status());
        assertEquals("no-store", TestServer.header(response, "Cache-Control"));
        assertEquals("App", body.getString("client_name"));
        assertEquals(client.getString("registration_access_token"), body.getString("registration_access_token"));
        assertEquals(client.getString("registration_client_uri"), body.getString("registration_client_uri"));
        assertEquals(client.getInt("client_id_issued_at"), body.getInt("client_id_issued_at"));
        assertFalse(body.containsKey("client_secret"), "a secret is told once");
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "PUT", "DELETE"})
    void nobodyElseManagesIt(String method) {
        JsonObject client = registered(PUBLIC);
        JsonObject other = registered(PUBLIC);
        String id = client.getString("client_id");
        String token = client.getString("registration_access_token");

        assertUnknown(send(method, "client_id=" + id, other.getString("registration_access_token")));
        assertUnknown(send(method, "client_id=" + id, null));
        assertUnknown(send(method, "client_id=" + id, token + "x"));
        assertUnknown(send(method, "client_id=unknown", token));
        assertUnknown(send(method, "client_id=" + id + "&client_id=" + id, token));
        assertUnknown(send(method, "client_id=%zz", token));
        assertUnknown(send(method, "client_id=" + "x".repeat(3000), token));
        assertUnknown(send(method, "", token));
        assertUnknown(send(method, null, token));
        assertEquals(200, manage("GET", client, "").status());
    }

    @Test
    void aClientSecretIsNoRegistrationAccessToken() {
        JsonObject client = registered(CONFIDENTIAL);

        assertUnknown(send("GET", "client_id=" + client.getString("client_id"), client.getString("client_secret")));
    }

    @Test
    void aClientWithoutTokenIsNotManaged() {
        server.addPublicClient("app");

        assertUnknown(send("GET", "client_id=app", "x"));
    }

    @Test
    void otherMethodsAreNotAnswered() {
        JsonObject client = registered(PUBLIC);

        assertEquals(405, manage("POST", client, "").status());
        assertEquals(405, manage("PATCH", client, "").status());
        assertEquals(
                "GET, PUT, DELETE, OPTIONS",
                TestServer.header(server.send("OPTIONS", PATH, null, Map.of(), ""), "Access-Control-Allow-Methods"));
    }

    // section 2.2
    @Test
    void anUpdateReplacesEverything() {
        JsonObject client = registered(PUBLIC + ",\"client_name\":\"Old\",\"contacts\":[\"a@b.example\"]");
        JsonObject body = server.json(update(client, PUBLIC + ",\"client_name\":\"New\",\"tos_uri\":null"));

        assertEquals("New", body.getString("client_name"));
        assertFalse(body.containsKey("contacts"), "what is left out is removed");
        assertEquals(client.getString("client_id"), body.getString("client_id"));
        assertEquals("New", server.json(manage("GET", client, "")).getString("client_name"));
        assertTrue(
                server.events.contains(new ClientUpdated(Issuer.of(TestServer.ISSUER), client.getString("client_id"))));
    }

    @Test
    void anUpdateObeysTheRulesOfRegistration() {
        JsonObject client = registered(PUBLIC);

        assertRefused("invalid_redirect_uri", client, "\"redirect_uris\":[\"http://evil.example/\"]");
        assertRefused("invalid_redirect_uri", client, "\"redirect_uris\":[]");
        assertRefused("invalid_client_metadata", client, PUBLIC + ",\"logo_uri\":\"javascript:alert(1)\"");
        assertRefused(
                "invalid_client_metadata",
                client,
                REDIRECT + ",\"grant_types\":[\"urn:ietf:params:oauth:grant-type:jwt-bearer\"]");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"registration_access_token\":\"x\"",
                "\"registration_client_uri\":\"https://as.example/x\"",
                "\"client_secret_expires_at\":0",
                "\"client_id_issued_at\":0",
                "\"client_id_issued_at\":null",
                "\"client_secret\":\"wrong\"",
                "\"client_secret\":\"\"",
                "\"client_secret\":null",
                "\"client_secret\":7"
            })
    void anUpdateDoesNotSetWhatTheServerGives(String member) {
        assertRefused("invalid_request", registered(CONFIDENTIAL), CONFIDENTIAL + "," + member);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\"client_id\":\"other\",", "\"client_id\":7,", "\"client_id\":null,"})
    void anUpdateNamesTheClient(String member) {
        JsonObject client = registered(PUBLIC);

        assertEquals("invalid_request", server.error(manage("PUT", client, "{" + member + PUBLIC + "}")));
    }

    @ParameterizedTest
    @CsvSource({"'', application/json", "[], application/json", "{}, text/plain"})
    void anUpdateIsAJsonObject(String body, String contentType) {
        JsonObject client = registered(PUBLIC);
        EndpointResponse response = server.send(
                "PUT",
                PATH,
                "client_id=" + client.getString("client_id"),
                Map.of(
                        "Content-Type",
                        contentType,
                        "Authorization",
                        "Bearer " + client.getString("registration_access_token")),
                body);

        assertEquals("invalid_request", server.error(response));
    }

    @Test
    void aSecretThatNeverEndsStays() {
        JsonObject client = registered(CONFIDENTIAL);
        JsonObject body = server.json(
                update(client, CONFIDENTIAL + ",\"client_secret\":\"" + client.getString("client_secret") + "\""));

        assertFalse(body.containsKey("client_secret"));
        assertTrue(isAuthenticated(client.getString("client_id"), client.getString("client_secret")));
    }

    @Test
    void aClientThatBecomesConfidentialGetsASecret() {
        JsonObject client = registered(PUBLIC);
        JsonObject body = server.json(update(client, CONFIDENTIAL));

        assertEquals(0, body.getInt("client_secret_expires_at"));
        assertTrue(isAuthenticated(client.getString("client_id"), body.getString("client_secret")));
        assertFalse(server.json(update(client, PUBLIC)).containsKey("client_secret"));
        assertFalse(isAuthenticated(client.getString("client_id"), body.getString("client_secret")));
    }

    // RFC 7591, section 3.2.1: client_secret_expires_at
    @Test
    void aSecretThatEndsIsRenewedByAnUpdate() {
        TestServer ending = new TestServer(builder -> builder.registration(MANAGED.withSecretTtl(Duration.ofDays(1))));
        JsonObject client = ending.json(register(ending, CONFIDENTIAL, null));
        String id = client.getString("client_id");

        assertEquals(ending.clock.instant().getEpochSecond() + 86400, client.getInt("client_secret_expires_at"));
        assertTrue(isAuthenticated(ending, id, client.getString("client_secret")));
        ending.pass(Duration.ofDays(1));
        assertFalse(isAuthenticated(ending, id, client.getString("client_secret")));
        JsonObject renewed = ending.json(send(
                ending,
                "PUT",
                "client_id=" + id,
                client.getString("registration_access_token"),
                "{\"client_id\":\"" + id + "\"," + CONFIDENTIAL + "}"));
        assertNotEquals(client.getString("client_secret"), renewed.getString("client_secret"));
        assertEquals(ending.clock.instant().getEpochSecond() + 86400, renewed.getInt("client_secret_expires_at"));
        assertTrue(isAuthenticated(ending, id, renewed.getString("client_secret")));
    }

    @Test
    void ofTwoUpdatesAtATimeOneIsRefused() {
        TestServer racing =
                new TestServer(builder -> builder.registration(MANAGED), GrantPolicy.WITH_CONSENT, Overtaken::new);
        JsonObject client = racing.json(register(racing, PUBLIC, null));
        String id = client.getString("client_id");
        EndpointResponse response = send(
                racing,
                "PUT",
                "client_id=" + id,
                client.getString("registration_access_token"),
                "{\"client_id\":\"" + id + "\"," + PUBLIC + ",\"client_name\":\"Second\"}");

        assertEquals(503, response.status());
        assertEquals(
                "First",
                racing.provider.client(id).orElseThrow().metadata().clientName().orElseThrow());
    }

    // section 2.3
    @Test
    void aRemovedClientIsGoneWithItsGrants() {
        JsonObject client = registered(PUBLIC);
        String id = client.getString("client_id");
        JsonObject tokens = server.tokens(id);
        String code = server.codeOf(id);
        Secret accessToken = Secret.of(tokens.getString("access_token"));
        assertTrue(server.provider.loadAccessToken(accessToken).isPresent());

        EndpointResponse response = manage("DELETE", client, "");

        assertEquals(204, response.status());
        assertEquals("no-store", TestServer.header(response, "Cache-Control"));
        assertEquals(0, response.body().length);
        assertTrue(server.provider.loadAccessToken(accessToken).isEmpty());
        assertEquals(401, server.refresh(id, tokens.getString("refresh_token")).status());
        assertEquals(401, server.redeem(id, code).status());
        assertUnknown(manage("GET", client, ""));
        ClientDeleted event = new ClientDeleted(Issuer.of(TestServer.ISSUER), id);
        assertTrue(server.events.contains(event));
        assertEquals(
                new TokenRevoked.ByPrincipal(event.issuer(), id, null),
                event.revocation().orElseThrow());
    }

    @Test
    void aRemovedClientMakesRoom() {
        TestServer small = new TestServer(builder -> builder.registration(MANAGED.withMaxClients(1)));
        JsonObject client = small.json(register(small, PUBLIC, null));
        assertEquals(503, register(small, PUBLIC, null).status());
        send(
                small,
                "DELETE",
                "client_id=" + client.getString("client_id"),
                client.getString("registration_access_token"),
                "");

        assertEquals(201, register(small, PUBLIC, null).status());
    }

    @Test
    void thePolicyMayForbidManagement() {
        TestServer strict = new TestServer(builder -> builder.registration(MANAGED.withPolicy(new ReadOnly())));
        JsonObject client = strict.json(register(strict, PUBLIC, null));
        String query = "client_id=" + client.getString("client_id");
        String token = client.getString("registration_access_token");

        assertEquals(200, send(strict, "GET", query, token, "").status());
        EndpointResponse response = send(strict, "DELETE", query, token, "");
        assertEquals(403, response.status());
        assertEquals("access_denied", strict.error(response));
        assertTrue(strict.provider.client(client.getString("client_id")).isPresent());
    }

    @Test
    void aStoreThatFailsIs503() {
        JsonObject client = registered(PUBLIC);
        server.store.setBroken(true);

        assertEquals(503, manage("DELETE", client, "").status());
    }

    private JsonObject registered(String members) {
        return server.json(register(server, members, null));
    }

    private static EndpointResponse register(TestServer server, String members, @Nullable String token) {
        Map<String, String> headers = new TreeMap<>(Map.of("Content-Type", "application/json"));
        if (token != null) {
            headers.put("Authorization", "Bearer " + token);
        }
        return server.send("POST", TestServer.BASE + "/register", null, headers, "{" + members + "}");
    }

    private EndpointResponse update(JsonObject client, String members) {
        return manage("PUT", client, "{\"client_id\":\"" + client.getString("client_id") + "\"," + members + "}");
    }

    private EndpointResponse manage(String method, JsonObject client, String body) {
        String query = URI.create(client.getString("registration_client_uri")).getRawQuery();
        return send(server, method, query, client.getString("registration_access_token"), body);
    }

    private EndpointResponse send(String method, @Nullable String query, @Nullable String token) {
        return send(server, method, query, token, "");
    }

    private static EndpointResponse send(
            TestServer server, String method, @Nullable String query, @Nullable String token, String body) {
        Map<String, String> headers = new TreeMap<>(Map.of("Content-Type", "application/json"));
        if (token != null) {
            headers.put("Authorization", "Bearer " + token);
        }
        return server.send(method, PATH, query, headers, body);
    }

    private boolean isAuthenticated(String clientId, String secret) {
        return isAuthenticated(server, clientId, secret);
    }

    private static boolean isAuthenticated(TestServer server, String clientId, String secret) {
        EndpointResponse response = server.token(
                "grant_type",
                "authorization_code",
                "client_id",
                clientId,
                "client_secret",
                secret,
                "code",
                "x",
                "code_verifier",
                TestServer.VERIFIER);
        return server.error(response).equals("invalid_grant");
    }

    private void assertRefused(String error, JsonObject client, String members) {
        JsonObject before = server.json(manage("GET", client, ""));
        EndpointResponse response = update(client, members);

        assertEquals(400, response.status(), () -> TestServer.text(response));
        assertEquals(error, server.error(response));
        assertEquals(before, server.json(manage("GET", client, "")), "nothing has changed");
    }

    /** RFC 6750, section 3. */
    private void assertUnknown(EndpointResponse response) {
        assertEquals(401, response.status());
        assertEquals("invalid_token", server.error(response));
        assertTrue(TestServer.header(response, "WWW-Authenticate").startsWith("Bearer "));
    }

    /** Lets clients read only. */
    private static final class ReadOnly implements RegistrationPolicy {
        @Override
        public boolean mayManage(Client client, String method) {
            return method.equals("GET");
        }
    }

    /** A provider at which another update always comes first. */
    private static final class Overtaken extends DelegatingProvider {
        Overtaken(AuthorizationServerProvider<?, ?, ?> provider) {
            super(provider);
        }

        @Override
        public boolean updateClient(Client current, Client changed) {
            Client first = new Client(
                    current.clientId(),
                    current.metadata().toBuilder()
                            .clientName("First")
                            .tokenEndpointAuthMethod(ClientAuthenticationMethod.NONE)
                            .build(),
                    null,
                    current.issuedAt(),
                    null,
                    current.registrationTokenHash());
            assertTrue(super.updateClient(current, first));
            return super.updateClient(current, changed);
        }
    }
}
