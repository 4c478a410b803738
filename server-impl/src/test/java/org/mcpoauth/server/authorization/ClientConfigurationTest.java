package org.mcpoauth.server.authorization;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.JsonObject;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mcpoauth.api.Issuer;
import org.mcpoauth.api.Scopes;
import org.mcpoauth.api.Secret;
import org.mcpoauth.api.event.AuthorizationServerEvent.ClientDeleted;
import org.mcpoauth.api.event.AuthorizationServerEvent.ClientUpdated;
import org.mcpoauth.api.metadata.ClientAuthenticationMethod;
import org.mcpoauth.api.metadata.ClientMetadata;
import org.mcpoauth.api.provider.AuthorizationServerProvider;
import org.mcpoauth.api.provider.Client;
import org.mcpoauth.api.provider.ResourceOwner;
import org.mcpoauth.api.token.TokenRevoked;
import org.mcpoauth.spi.endpoint.EndpointResponse;
import org.mcpoauth.spi.server.ConsentMode;
import org.mcpoauth.spi.server.ConsentRules;
import org.mcpoauth.spi.server.DynamicRegistration;
import org.mcpoauth.spi.server.GrantPolicy;
import org.mcpoauth.spi.server.ManagementAction;
import org.mcpoauth.spi.server.RegisteredClients;
import org.mcpoauth.spi.server.RegistrationChange;
import org.mcpoauth.spi.server.RegistrationPolicy;
import org.mcpoauth.spi.server.RegistrationTerms;
import org.mcpoauth.spi.store.StateEntry;
import org.mcpoauth.spi.store.StateKey;
import org.mcpoauth.spi.support.codec.MalformedException;
import org.mcpoauth.spi.support.jose.JwkSet;
import org.mcpoauth.spi.support.jose.JwsAlgorithm;
import org.mcpoauth.spi.support.jose.SigningKey;
import org.mcpoauth.spi.support.json.JsonLimits;

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
        TestServer ending = new TestServer(builder -> builder.registration(MANAGED.withTerms(
                RegistrationTerms.DEFAULT.withSecretTtl(Duration.ofDays(1)).withUnusedTtl(Duration.ofDays(7)))));
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

    /** A token that the client got for itself belongs to no grant which could end. */
    @Test
    void aRemovedClientIsGoneWithTokensThatHaveNoGrant() {
        server.addConfidentialClient("machine", ClientAuthenticationMethod.CLIENT_SECRET_POST);
        Secret accessToken = Secret.of(server.json(server.token(
                        "grant_type",
                        "client_credentials",
                        "client_id",
                        "machine",
                        "client_secret",
                        TestServer.SECRET,
                        "resource",
                        TestServer.RESOURCE))
                .getString("access_token"));
        assertTrue(server.provider.loadAccessToken(accessToken).isPresent());

        server.provider.deleteClient(server.provider.client("machine").orElseThrow());

        assertTrue(server.provider.loadAccessToken(accessToken).isEmpty());
    }

    /** A policy may give an identifier again, but not while an access token that bears it may live. */
    @Test
    void grantsDoNotComeBackWithTheIdentifier() {
        TestServer named = new TestServer(builder -> builder.registration(MANAGED.withPolicy(new Naming())));
        JsonObject client = named.json(register(named, PUBLIC, null));
        JsonObject tokens = named.tokens("app");
        JsonObject others = named.tokens("app");
        String code = named.codeOf("app");
        delete(named, client);

        EndpointResponse early = register(named, PUBLIC, null);
        assertEquals("invalid_client_metadata", named.error(early), "the identifier is taken");
        named.pass(Duration.ofMinutes(11));
        assertEquals(201, register(named, PUBLIC, null).status());
        assertEquals("invalid_grant", named.error(named.refresh("app", tokens.getString("refresh_token"))));
        assertEquals("invalid_grant", named.error(named.refresh("app", others.getString("refresh_token"))));
        assertEquals("invalid_grant", named.error(named.redeem("app", code)));
        JsonObject fresh = named.tokens("app");
        assertTrue(named.provider
                .loadAccessToken(Secret.of(fresh.getString("access_token")))
                .isPresent());
        assertEquals(200, named.refresh("app", fresh.getString("refresh_token")).status());
    }

    @Test
    void theGrantsOfOthersGoOn() {
        JsonObject client = registered(PUBLIC);
        String other = registered(PUBLIC).getString("client_id");
        JsonObject tokens = server.tokens(other);
        server.tokens(client.getString("client_id"));
        manage("DELETE", client, "");

        assertEquals(
                200, server.refresh(other, tokens.getString("refresh_token")).status());
    }

    /** More grants than one page of the store. */
    @Test
    void manyGrantsEndTogether() {
        TestServer named = new TestServer(
                builder -> builder.registration(MANAGED.withPolicy(new Naming()))
                        .consent(ConsentRules.DEFAULT.withMode(ConsentMode.BEAN)),
                new Trusting(),
                UnaryOperator.identity());
        JsonObject client = named.json(register(named, PUBLIC, null));
        TestBrowser browser = new TestBrowser(named);
        EndpointResponse first = browser.login(browser.openAuthorization(TestServer.authorizationQuery("app")));
        List<JsonObject> tokens = new ArrayList<>();
        tokens.add(named.json(named.redeem("app", code(first))));
        for (int i = 0; i < 150; i++) {
            String code = code(browser.openAuthorization(TestServer.authorizationQuery("app")));
            tokens.add(named.json(named.redeem("app", code)));
        }
        delete(named, client);
        named.pass(Duration.ofMinutes(11));
        register(named, PUBLIC, null);

        assertTrue(tokens.stream()
                .map(one -> named.refresh("app", one.getString("refresh_token")).status())
                .allMatch(status -> status == 400));
    }

    private static String code(EndpointResponse redirect) {
        return TestBrowser.parameter(redirect, "code").orElseThrow();
    }

    private static void delete(TestServer server, JsonObject client) {
        EndpointResponse response = send(
                server,
                "DELETE",
                "client_id=" + client.getString("client_id"),
                client.getString("registration_access_token"),
                "");
        assertEquals(204, response.status());
    }

    /** RFC 7592, section 5. */
    @Test
    void aRotatedTokenCountsOnce() {
        TestServer rotating = new TestServer(
                builder -> builder.registration(MANAGED.withTerms(RegistrationTerms.DEFAULT.withTokenRotation(true))));
        JsonObject client = rotating.json(register(rotating, CONFIDENTIAL, null));
        String query = "client_id=" + client.getString("client_id");
        String first = client.getString("registration_access_token");
        String second = rotating.json(send(rotating, "GET", query, first, "")).getString("registration_access_token");

        assertNotEquals(first, second);
        assertEquals(401, send(rotating, "GET", query, first, "").status());
        String update = "{\"client_id\":\"" + client.getString("client_id") + "\"," + CONFIDENTIAL + "}";
        assertEquals(401, send(rotating, "PUT", query, first, update).status());
        JsonObject updated = rotating.json(send(rotating, "PUT", query, second, update));
        String third = updated.getString("registration_access_token");
        assertEquals(401, send(rotating, "DELETE", query, second, "").status());
        assertTrue(isAuthenticated(rotating, client.getString("client_id"), client.getString("client_secret")));
        assertFalse(rotating.store.written().stream().anyMatch(text -> text.contains(third)), "only a digest is kept");
        assertEquals(204, send(rotating, "DELETE", query, third, "").status());
    }

    @Test
    void aBadUpdateLeavesTheRotatedToken() {
        TestServer rotating = new TestServer(
                builder -> builder.registration(MANAGED.withTerms(RegistrationTerms.DEFAULT.withTokenRotation(true))));
        JsonObject client = rotating.json(register(rotating, PUBLIC, null));
        String query = "client_id=" + client.getString("client_id");
        String token = client.getString("registration_access_token");

        assertEquals(400, send(rotating, "PUT", query, token, "{}").status());
        assertEquals(200, send(rotating, "GET", query, token, "").status());
    }

    /** Of several reads at a time one gets the next token; the others may be lost, but never is there a second one. */
    @Test
    void ofReadsAtATimeOneGetsTheNextToken() {
        TestServer rotating = new TestServer(
                builder -> builder.registration(MANAGED.withTerms(RegistrationTerms.DEFAULT.withTokenRotation(true))));
        JsonObject client = rotating.json(register(rotating, PUBLIC, null));
        String query = "client_id=" + client.getString("client_id");
        String token = client.getString("registration_access_token");
        List<Integer> statuses =
                Race.of(8, () -> send(rotating, "GET", query, token, "").status());

        assertEquals(1, statuses.stream().filter(status -> status == 200).count(), () -> String.valueOf(statuses));
    }

    /** RFC 7591, section 2, {@code software_id}. */
    @Test
    void softwareStaysTheSame() {
        JsonObject client = registered(PUBLIC + ",\"software_id\":\"app-7\",\"software_version\":\"1\"");

        assertRefused("invalid_client_metadata", client, PUBLIC + ",\"software_id\":\"app-8\"");
        assertRefused("invalid_client_metadata", client, PUBLIC);
        JsonObject body = server.json(update(client, PUBLIC + ",\"software_id\":\"app-7\",\"software_version\":\"2\""));
        assertEquals("2", body.getString("software_version"));
    }

    /** All instances of a software, in all versions. */
    @Test
    void theClientsOfASoftwareAreFound() {
        RegisteredClients clients = new StandardAuthorizationServerFactory()
                .registeredClients(server.server.configuration().issuer(), server.services);
        JsonObject one = registered(PUBLIC + ",\"software_id\":\"app-7\",\"software_version\":\"1\"");
        JsonObject two = registered(PUBLIC + ",\"software_id\":\"app-7\",\"software_version\":\"2\"");
        JsonObject late = registered(PUBLIC);
        registered(PUBLIC + ",\"software_id\":\"" + "x".repeat(300) + "\"");
        assertEquals(ids(one, two), ids(clients.ofSoftware("app-7")));

        update(late, PUBLIC + ",\"software_id\":\"app-7\"");
        server.tokens(one.getString("client_id"));
        manage("DELETE", two, "");
        assertEquals(ids(one, late), ids(clients.ofSoftware("app-7")));
        assertEquals(1, clients.ofSoftware("x".repeat(300)).size());
        assertTrue(clients.ofSoftware("APP-7").isEmpty());
        server.provider.deleteClient(clients.ofSoftware("x".repeat(300)).get(0));
        assertTrue(clients.ofSoftware("x".repeat(300)).isEmpty());
    }

    /** What is stored of a registration is nested deeper than what was sent, and numbers may be written longer. */
    @Test
    void aRegistrationIsRefusedOrCanBeReadAgain() {
        for (int depth = 1; depth <= 14; depth++) {
            assertReadAgain("[".repeat(depth) + "]".repeat(depth));
        }
        assertReadAgain("1".repeat(30) + "e9");
        EndpointResponse deeper = register(server, withKeys("[".repeat(15) + "]".repeat(15)), null);
        assertEquals("invalid_request", server.error(deeper));
    }

    private void assertReadAgain(String member) {
        assertEquals(201, register(server, withKeys(member), null).status(), member);
        server.store
                .scan("client", null, null, 100)
                .entries()
                .keySet()
                .forEach(key -> assertTrue(server.provider.client(key.id()).isPresent(), member));
    }

    private String withKeys(String member) {
        String keys = server.json.write(
                JwkSet.of(List.of(SigningKey.generate(JwsAlgorithm.ES256).verificationKey()))
                        .write(server.json));
        return PUBLIC + ",\"jwks\":{\"x\":" + member + "," + keys.substring(1);
    }

    @Test
    void whatCannotBeReadHidesNoOtherClientOfASoftware() {
        RegisteredClients clients = new StandardAuthorizationServerFactory()
                .registeredClients(server.server.configuration().issuer(), server.services);
        JsonObject one = registered(PUBLIC + ",\"software_id\":\"app-7\"");
        JsonObject two = registered(PUBLIC + ",\"software_id\":\"app-7\"");
        StateKey key = new StateKey("client", two.getString("client_id"));
        StateEntry entry = server.stored.get(key).orElseThrow();
        server.stored.compareAndSet(key, entry.value(), new StateEntry("{", entry.owner()), Duration.ofHours(1));

        assertEquals(ids(one), ids(clients.ofSoftware("app-7")));
    }

    @Test
    void allClientsOfASoftwareAreFound() {
        RegisteredClients clients = new StandardAuthorizationServerFactory()
                .registeredClients(server.server.configuration().issuer(), server.services);
        StateKey key = new StateKey(
                "client", registered(PUBLIC + ",\"software_id\":\"app-7\"").getString("client_id"));
        StateEntry entry = server.stored.get(key).orElseThrow();
        for (int i = 0; i < 1000; i++) {
            server.stored.putIfAbsent(new StateKey("client", "app-" + i), entry, Duration.ofHours(1));
        }

        assertEquals(1001, clients.ofSoftware("app-7").size());
    }

    private static Set<String> ids(JsonObject... clients) {
        return Stream.of(clients).map(client -> client.getString("client_id")).collect(Collectors.toSet());
    }

    private static Set<String> ids(List<Client> clients) {
        return clients.stream().map(Client::clientId).collect(Collectors.toSet());
    }

    @Test
    void aClientThatNamedNoSoftwareMayDoSoLater() {
        assertEquals(
                "app-7",
                server.json(update(registered(PUBLIC), PUBLIC + ",\"software_id\":\"app-7\""))
                        .getString("software_id"));
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

    /** RFC 7591, section 2, and RFC 7592, section 2.2: members that this server has no use for may matter to a policy. */
    @Test
    void thePolicySeesAllThatWasSentButTheSecret() throws MalformedException {
        AtomicReference<RegistrationChange> seen = new AtomicReference<>();
        TestServer watched = new TestServer(builder -> builder.registration(MANAGED.withPolicy(new Watching(seen))));
        JsonObject client = watched.json(register(watched, CONFIDENTIAL, null));
        String id = client.getString("client_id");
        String members = "{\"client_id\":\"" + id + "\"," + CONFIDENTIAL
                + ",\"client_name\":\"\",\"example_tier\":{\"level\":[1,null]}";
        EndpointResponse response = send(
                watched,
                "PUT",
                "client_id=" + id,
                client.getString("registration_access_token"),
                members + ",\"client_secret\":\"" + client.getString("client_secret") + "\"}");

        assertEquals(200, response.status(), () -> TestServer.text(response));
        RegistrationChange change = Objects.requireNonNull(seen.get());
        assertEquals(watched.json.readObject((members + "}").getBytes(UTF_8), JsonLimits.METADATA), change.sent());
        assertEquals(id, change.client().clientId());
        assertEquals("192.0.2.1", change.remoteAddress());
        assertFalse(change.requested().has("application_type"), "as it was sent");
        assertTrue(change.metadata().has("application_type"), "as it would be registered");
        assertFalse(change.metadata().has("example_tier"), "and none of it is registered");
        assertFalse(change.toString().contains("level"), "or ends in a log");
    }

    @Test
    void thePolicyMayForbidManagement() {
        TestServer strict = new TestServer(builder -> builder.registration(MANAGED.withPolicy(new ReadOnly())));
        JsonObject client = strict.json(register(strict, PUBLIC, null));
        String query = "client_id=" + client.getString("client_id");
        String token = client.getString("registration_access_token");

        assertEquals(200, send(strict, "GET", query, token, "").status());
        Client before = strict.provider.client(client.getString("client_id")).orElseThrow();
        for (String method : List.of("PUT", "DELETE")) {
            EndpointResponse response = send(
                    strict,
                    method,
                    query,
                    token,
                    "{\"client_id\":\"" + client.getString("client_id") + "\"," + PUBLIC + ",\"client_name\":\"x\"}");
            assertEquals(403, response.status());
            assertEquals("access_denied", strict.error(response));
            assertEquals("no-store", TestServer.header(response, "Cache-Control"));
        }
        assertEquals(
                before, strict.provider.client(client.getString("client_id")).orElseThrow(), "nothing has changed");
    }

    @Test
    void aStoreThatFailsIs503() {
        JsonObject client = registered(PUBLIC);
        JsonObject tokens = server.tokens(client.getString("client_id"));
        for (String method : List.of("GET", "PUT", "DELETE")) {
            server.store.setBroken(true);
            EndpointResponse response =
                    manage(method, client, "{\"client_id\":\"" + client.getString("client_id") + "\"," + PUBLIC + "}");

            assertEquals(503, response.status());
            assertEquals("temporarily_unavailable", server.error(response));
            assertFalse(TestServer.header(response, "Retry-After").isEmpty());
            server.store.setBroken(false);
            assertEquals(200, manage("GET", client, "").status(), "nothing is lost");
        }
        assertEquals(
                200,
                server.refresh(client.getString("client_id"), tokens.getString("refresh_token"))
                        .status());
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

    /** Remembers a change. */
    private record Watching(AtomicReference<RegistrationChange> seen) implements RegistrationPolicy {
        @Override
        public ClientMetadata update(RegistrationChange change) {
            seen.set(change);
            return change.metadata();
        }
    }

    /** Asks nobody for consent. */
    private static final class Trusting implements GrantPolicy {
        @Override
        public boolean requiresConsent(Client client, ResourceOwner owner, Scopes scopes) {
            return false;
        }
    }

    /** Gives everybody the same identifier. */
    private static final class Naming implements RegistrationPolicy {
        @Override
        public Optional<String> clientId(ClientMetadata metadata) {
            return Optional.of("app");
        }
    }

    /** Lets clients read only. */
    private static final class ReadOnly implements RegistrationPolicy {
        @Override
        public boolean mayManage(Client client, ManagementAction action) {
            return action == ManagementAction.READ;
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
                    current.registrationTokenHash(),
                    current.unusedUntil());
            assertTrue(super.updateClient(current, first));
            return super.updateClient(current, changed);
        }
    }
}
