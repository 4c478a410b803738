package org.mcpoauth.client.registration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.JsonObject;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mcpoauth.api.Issuer;
import org.mcpoauth.api.McpOAuthClient;
import org.mcpoauth.api.Secret;
import org.mcpoauth.api.client.ClientAuthentication;
import org.mcpoauth.api.error.FailureCode;
import org.mcpoauth.api.error.McpOAuthException;
import org.mcpoauth.api.error.OAuthErrorException;
import org.mcpoauth.api.error.ResponseViolationException;
import org.mcpoauth.api.metadata.ApplicationType;
import org.mcpoauth.api.metadata.AuthorizationServerMetadata;
import org.mcpoauth.api.metadata.ClientAuthenticationMethod;
import org.mcpoauth.api.metadata.ClientInformation;
import org.mcpoauth.api.metadata.ClientMetadata;
import org.mcpoauth.api.metadata.GrantType;
import org.mcpoauth.client.scripted.Answer;
import org.mcpoauth.client.scripted.Received;
import org.mcpoauth.client.scripted.World;
import org.mcpoauth.spi.support.codec.MalformedException;
import org.mcpoauth.spi.support.json.JsonLimits;
import org.mcpoauth.spi.support.json.StrictJson;

/** Dynamic registration and what follows it (RFC 7591; RFC 7592; MCP authorization, "Dynamic Client Registration"). */
class DynamicRegistrationTest {
    private final World world = new World();

    @AfterEach
    void close() {
        world.close();
    }

    private AuthorizationServerMetadata server() {
        return world.runtime.discovery().authorizationServer(Issuer.of(world.as.issuer()));
    }

    private ClientInformation register(ClientMetadata metadata) {
        return world.runtime.registration().register(server(), metadata, null);
    }

    private ClientInformation answered(Answer answer) {
        world.as.http.on("/register", answer);
        return register(World.metadata());
    }

    private JsonObject sent() throws MalformedException {
        return StrictJson.create().readObject(world.as.http.last("/register").body(), JsonLimits.TOKEN_RESPONSE);
    }

    private static String texts(JsonObject body, String name) {
        return body.getJsonArray(name).toString();
    }

    /** A client says what it is, so that the server need not guess. */
    @Test
    void whatTheClientLeftOpenIsFilledIn() throws Exception {
        register(World.metadata());
        JsonObject body = sent();
        assertEquals("native", body.getString("application_type"));
        assertEquals("[\"authorization_code\",\"refresh_token\"]", texts(body, "grant_types"));
        assertEquals("[\"code\"]", texts(body, "response_types"));
        assertEquals("none", body.getString("token_endpoint_auth_method"));
        assertEquals("[\"" + World.REDIRECT + "\"]", texts(body, "redirect_uris"));
        assertEquals("Test", body.getString("client_name"));
        assertEquals("application/json", world.as.http.last("/register").header("Content-Type"));
        assertEquals("", world.as.http.last("/register").header("Authorization"));
    }

    /** OpenID Connect Dynamic Client Registration, section 2. */
    @ParameterizedTest
    @CsvSource({
        "https://app.example/callback, web",
        "http://localhost:8080/callback, native",
        "http://127.0.0.1/callback, native",
        "http://[::1]:9/callback, native"
    })
    void theApplicationTypeFollowsTheRedirectUri(String redirect, String type) throws Exception {
        register(ClientMetadata.builder()
                .clientName("x")
                .redirectUris(List.of(URI.create(redirect)))
                .build());
        assertEquals(type, sent().getString("application_type"));
    }

    @Test
    void whatTheClientSaysIsSentAsItIs() throws Exception {
        world.as.metadata.put("token_endpoint_auth_methods_supported", "[\"none\",\"client_secret_post\"]");
        register(World.metadata().toBuilder()
                .applicationType(ApplicationType.WEB)
                .grantTypes(List.of(GrantType.AUTHORIZATION_CODE))
                .tokenEndpointAuthMethod(ClientAuthenticationMethod.CLIENT_SECRET_POST)
                .build());
        JsonObject body = sent();
        assertEquals("web", body.getString("application_type"));
        assertEquals("[\"authorization_code\"]", texts(body, "grant_types"));
        assertEquals("client_secret_post", body.getString("token_endpoint_auth_method"));
    }

    @ParameterizedTest
    @CsvSource({
        "'[\"client_secret_post\"]', client_secret_post",
        "'[\"client_secret_post\",\"client_secret_basic\"]', client_secret_basic",
        "'[\"private_key_jwt\",\"client_secret_basic\",\"none\"]', none",
        "'', client_secret_basic"
    })
    void theMethodIsOneTheServerTakes(String methods, String chosen) throws Exception {
        world.as.metadata.remove("token_endpoint_auth_methods_supported");
        if (!methods.isEmpty()) {
            world.as.metadata.put("token_endpoint_auth_methods_supported", methods);
        }
        register(World.metadata());
        assertEquals(chosen, sent().getString("token_endpoint_auth_method"));
    }

    @Test
    void aServerWithoutAMethodForUsIsSaid() {
        world.as.metadata.put("token_endpoint_auth_methods_supported", "[\"tls_client_auth\"]");
        ResponseViolationException refused =
                assertThrows(ResponseViolationException.class, () -> register(World.metadata()));
        assertEquals(FailureCode.REGISTRATION_IMPOSSIBLE, refused.code());
        assertEquals(0, world.as.http.count("/register"));
    }

    @Test
    void theInitialAccessTokenIsSent() {
        world.runtime.registration().register(server(), World.metadata(), Secret.of("iat"));
        assertEquals("Bearer iat", world.as.http.last("/register").header("Authorization"));
    }

    @Test
    void theRegistrationIsReadAsTheServerMadeIt() {
        ClientInformation client = answered(Answer.json(
                201,
                "{\"client_id\":\"c\",\"client_secret\":\"hidden\",\"client_secret_expires_at\":0,"
                        + "\"client_id_issued_at\":1.5e9,\"token_endpoint_auth_method\":\"client_secret_post\","
                        + "\"redirect_uris\":[\"" + World.REDIRECT + "\"],\"own\":[1,{\"x\":null}]}"));
        assertEquals("c", client.clientId());
        assertEquals(world.as.issuer(), client.issuer().value());
        assertNull(client.clientSecretExpiresAt());
        assertFalse(client.toString().contains("hidden"));
    }

    /** Seen in the wild: nulls, empty texts, status 200. */
    @Test
    void nothingMayBeWrittenInSeveralWays() {
        ClientInformation client = answered(Answer.json(
                200,
                "{\"client_id\":\"c\",\"client_secret\":null,\"client_secret_expires_at\":null,\"logo_uri\":\"\","
                        + "\"client_uri\":null,\"contacts\":null,\"jwks\":null,\"registration_client_uri\":\"\"}"));
        assertNull(client.clientSecret());
        assertNull(client.registrationClientUri());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "[]",
                "{\"client_id\":\"\"}",
                "{\"client_id\":null}",
                "{\"client_id\":7}",
                "{\"client_id\":\"c\",\"client_id\":\"d\"}",
                "{\"client_id\":\"c\",\"client_secret\":{}}",
                "{\"client_id\":\"c\",\"client_secret\":\"s\",\"client_secret_expires_at\":\"soon\"}",
                "{\"client_id\":\"c\",\"client_secret\":\"s\",\"client_secret_expires_at\":1000000}",
                "{\"client_id\":\"c\",\"token_endpoint_auth_method\":\"client_secret_basic\"}",
                "{\"client_id\":\"c\",\"token_endpoint_auth_method\":\"client_secret_post\"}",
                "{\"client_id\":\"c\",\"redirect_uris\":\"x\"}"
            })
    void aReplyThatCannotBeUsedLaterIsRefusedNow(String body) {
        assertThrows(ResponseViolationException.class, () -> answered(Answer.json(201, body)));
    }

    /** RFC 7591, section 3.2.2. */
    @ParameterizedTest
    @ValueSource(strings = {"invalid_redirect_uri", "invalid_client_metadata", "unapproved_software_statement"})
    void aRefusalIsTyped(String error) {
        world.as.http.on(
                "/register", Answer.json(400, "{\"error\":\"" + error + "\",\"error_description\":\"no localhost\"}"));
        OAuthErrorException refused = assertThrows(OAuthErrorException.class, () -> world.call(world.client(), "read"));
        assertEquals(error, refused.error().value());
        assertEquals("no localhost", refused.description().orElseThrow());
        assertEquals(world.as.http.uri("/register"), refused.endpoint());
        assertEquals(1, world.as.http.count("/register"));
        assertEquals(List.of(), world.agent.requests);
    }

    @Test
    void otherAnswersAreNoRegistration() {
        assertThrows(McpOAuthException.class, () -> answered(Answer.of(204)));
        assertThrows(McpOAuthException.class, () -> answered(Answer.redirect(302, world.as.http.origin() + "/x")));
        assertThrows(McpOAuthException.class, () -> answered(Answer.of(503)));
        assertThrows(
                ResponseViolationException.class,
                () -> answered(Answer.text(201, "text/html", "{\"client_id\":\"c\"}")));
        assertFalse(world.as.http.paths().contains("/x"));
    }

    @Test
    void aServerWithoutRegistrationIsSaid() {
        world.as.metadata.remove("registration_endpoint");
        assertEquals(
                FailureCode.MISSING_SERVER_METADATA,
                assertThrows(ResponseViolationException.class, () -> register(World.metadata()))
                        .code());
        ResponseViolationException refused =
                assertThrows(ResponseViolationException.class, () -> world.call(world.client(), "read"));
        assertEquals(FailureCode.REGISTRATION_IMPOSSIBLE, refused.code());
    }

    /** The secret and the method the server gave are used, whatever was asked for. */
    @Test
    void theRegisteredSecretIsUsed() throws Exception {
        world.as.metadata.put(
                "token_endpoint_auth_methods_supported", "[\"none\",\"client_secret_post\",\"client_secret_basic\"]");
        world.as.http.on(
                "/register",
                Answer.json(
                        201,
                        "{\"client_id\":\"c\",\"client_secret\":\"s\",\"client_secret_expires_at\":0,"
                                + "\"token_endpoint_auth_method\":\"client_secret_post\"}"));
        assertEquals(200, world.call(world.client(), "read").statusCode());
        assertEquals("s", world.as.tokenRequests().get(0).form("client_secret"));
    }

    /** A returned secret need not be used where the server takes public clients only. */
    @Test
    void aSecretIsNotSentToAServerThatTakesNone() throws Exception {
        world.as.http.on("/register", Answer.json(201, "{\"client_id\":\"c\",\"client_secret\":\"hidden\"}"));
        assertEquals(200, world.call(world.client(), "read").statusCode());
        Received request = world.as.tokenRequests().get(0);
        assertEquals("c", request.form("client_id"));
        assertFalse(request.all().contains("hidden"));
    }

    @Test
    void anExpiredSecretLeadsToANewRegistration() throws Exception {
        world.as.metadata.put("token_endpoint_auth_methods_supported", "[\"client_secret_post\"]");
        world.as.http.on("/register", request -> {
            int number = world.as.http.count("/register");
            long end = world.clock.instant().plusSeconds(5000).getEpochSecond();
            return Answer.json(
                    201,
                    "{\"client_id\":\"c" + number + "\",\"client_secret\":\"s" + number
                            + "\",\"client_secret_expires_at\":" + end + "}");
        });
        McpOAuthClient client = world.client();
        world.call(client, "read");
        world.clock.advance(java.time.Duration.ofHours(2));
        world.as.refreshTokens.clear();
        assertEquals(200, world.call(client, "read").statusCode());
        assertEquals(2, world.as.http.count("/register"));
        assertEquals("s2", world.as.http.last("/token").form("client_secret"));
    }

    /** What was registered for other redirect URIs is of no use. */
    @Test
    void aChangedConfigurationRegistersAnew() throws Exception {
        world.call(world.client(), "read");
        McpOAuthClient changed = world.runtime.client(org.mcpoauth.spi.ClientConfiguration.builder(
                        "crm",
                        world.serverUrl(),
                        World.metadata().toBuilder()
                                .redirectUris(List.of(URI.create("http://127.0.0.1:10/other")))
                                .build())
                .agent(world.agent)
                .build());
        changed.as(() -> "bob").accessToken();
        assertEquals(2, world.as.http.count("/register"));
    }

    @Test
    void preRegisteredClientsDoNotRegister() throws Exception {
        world.as.metadata.put("client_id_metadata_document_supported", "true");
        McpOAuthClient client = world.runtime.client(world.configuration()
                .clientId("static")
                .metadataDocumentUrl(URI.create("https://client.example/c.json"))
                .build());
        world.call(client, "read");
        assertEquals("static", world.as.http.last("/authorize").parameter("client_id"));
        assertEquals(0, world.as.http.count("/register"));
    }

    /** RFC 7592, section 2. */
    @Test
    void aRegistrationIsReadChangedAndEnded() throws Exception {
        ClientInformation client = managed();
        String body = "{\"client_id\":\"c\",\"client_secret\":\"s2\",\"client_name\":\"changed\","
                + "\"registration_client_uri\":\"" + world.as.http.origin()
                + "/manage\",\"registration_access_token\":\"rat2\"}";
        world.as.http.on("/manage", Answer.json(200, body));
        ClientInformation read = world.runtime.registration().read(client);
        assertEquals("changed", read.metadata().clientName().orElseThrow());
        assertEquals("GET", world.as.http.last("/manage").method());
        assertEquals("Bearer rat", world.as.http.last("/manage").header("Authorization"));

        world.runtime.registration().update(read, World.metadata());
        Received update = world.as.http.last("/manage");
        assertEquals("PUT", update.method());
        assertEquals("Bearer rat2", update.header("Authorization"));
        JsonObject sent = StrictJson.create().readObject(update.body(), JsonLimits.TOKEN_RESPONSE);
        assertEquals("c", sent.getString("client_id"));
        assertEquals("s2", sent.getString("client_secret"));
        assertFalse(sent.containsKey("registration_access_token"));

        for (int status : new int[] {204, 200}) {
            world.as.http.on("/manage", Answer.of(status));
            world.runtime.registration().delete(client);
        }
        assertEquals("DELETE", world.as.http.last("/manage").method());
    }

    @Test
    void refusedManagementIsTyped() {
        ClientInformation client = managed();
        world.as.http.on("/manage", Answer.json(401, "{\"error\":\"invalid_token\"}"));
        var registration = world.runtime.registration();
        assertThrows(OAuthErrorException.class, () -> registration.read(client));
        assertThrows(OAuthErrorException.class, () -> registration.update(client, World.metadata()));
        assertThrows(OAuthErrorException.class, () -> registration.delete(client));
        world.as.http.on("/manage", Answer.of(204));
        assertThrows(ResponseViolationException.class, () -> registration.read(client));
        ClientInformation other = ClientInformation.of(client.issuer(), "c", null, World.metadata());
        assertThrows(IllegalArgumentException.class, () -> registration.read(other));
    }

    /** RFC 8414, section 2; RFC 7591, section 2. */
    @Test
    void theMethodFitsServerRegistrationAndCredentials() {
        assertMethod("[\"none\"]", "", null, ClientAuthenticationMethod.NONE);
        assertMethod("[\"none\",\"client_secret_post\"]", "", "s", ClientAuthenticationMethod.CLIENT_SECRET_POST);
        assertMethod(
                "[\"client_secret_post\",\"client_secret_basic\"]",
                "",
                "s",
                ClientAuthenticationMethod.CLIENT_SECRET_BASIC);
        assertMethod("[\"client_secret_jwt\"]", "", "s".repeat(32), ClientAuthenticationMethod.CLIENT_SECRET_JWT);
        assertMethod("[\"client_secret_jwt\"]", "", "too short for HS256", null);
        assertMethod("", "", "s", ClientAuthenticationMethod.CLIENT_SECRET_BASIC);
        assertMethod("", "", null, ClientAuthenticationMethod.NONE);
        assertMethod(
                "[\"none\",\"client_secret_post\",\"client_secret_basic\"]",
                "client_secret_post",
                "s",
                ClientAuthenticationMethod.CLIENT_SECRET_POST);
        assertMethod("[\"client_secret_post\"]", "client_secret_basic", "s", null);
        assertMethod("[\"client_secret_post\"]", "", null, null);
        assertMethod("[\"private_key_jwt\"]", "private_key_jwt", "s", null);
        assertMethod("[\"tls_client_auth\"]", "tls_client_auth", null, null);
    }

    private void assertMethod(
            String accepted,
            String registered,
            @org.jspecify.annotations.Nullable String secret,
            @org.jspecify.annotations.Nullable ClientAuthenticationMethod expected) {
        try (World other = new World()) {
            other.as.metadata.remove("token_endpoint_auth_methods_supported");
            if (!accepted.isEmpty()) {
                other.as.metadata.put("token_endpoint_auth_methods_supported", accepted);
            }
            ClientMetadata metadata = registered.isEmpty()
                    ? World.metadata()
                    : World.metadata().toBuilder()
                            .tokenEndpointAuthMethod(ClientAuthenticationMethod.of(registered))
                            .build();
            AuthorizationServerMetadata server =
                    other.runtime.discovery().authorizationServer(Issuer.of(other.as.issuer()));
            ClientInformation client =
                    ClientInformation.of(server.issuer(), "c", secret == null ? null : Secret.of(secret), metadata);
            if (expected == null) {
                ResponseViolationException refused = assertThrows(
                        ResponseViolationException.class,
                        () -> other.runtime.registration().authenticate(server, client, null));
                assertEquals(FailureCode.REGISTRATION_IMPOSSIBLE, refused.code());
            } else {
                ClientAuthentication method = other.runtime
                        .registration()
                        .authenticate(server, client, null)
                        .authentication();
                assertEquals(expected, method.method());
                assertFalse(method.toString().contains("secret=s"), method.toString());
            }
        }
    }

    private ClientInformation managed() {
        ClientInformation client = answered(Answer.json(
                201,
                "{\"client_id\":\"c\",\"registration_client_uri\":\"" + world.as.http.origin()
                        + "/manage\",\"registration_access_token\":\"rat\"}"));
        assertTrue(client.registrationAccessToken() != null);
        return client;
    }
}
