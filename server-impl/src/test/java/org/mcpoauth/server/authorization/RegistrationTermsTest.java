package org.mcpoauth.server.authorization;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.JsonObject;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mcpoauth.api.Scopes;
import org.mcpoauth.api.error.ConfigurationException;
import org.mcpoauth.api.metadata.ClientAuthenticationMethod;
import org.mcpoauth.api.metadata.ClientMetadata;
import org.mcpoauth.api.provider.Client;
import org.mcpoauth.spi.AuthorizationServerConfiguration;
import org.mcpoauth.spi.endpoint.EndpointResponse;
import org.mcpoauth.spi.server.ClientRules;
import org.mcpoauth.spi.server.DynamicRegistration;
import org.mcpoauth.spi.server.EndpointPaths;
import org.mcpoauth.spi.server.RegistrationAttempt;
import org.mcpoauth.spi.server.RegistrationPolicy;
import org.mcpoauth.spi.server.RegistrationTerms;
import org.mcpoauth.spi.server.RegistrationTerms.ScopeLimit;
import org.mcpoauth.spi.server.TokenIssuance;

/** What clients get that register themselves, and for how long (RFC 7591, sections 2, 3.2.1 and 5). */
class RegistrationTermsTest {
    private static final String CLIENT = "\"redirect_uris\":[\"" + TestServer.REDIRECT_URI
            + "\"],\"token_endpoint_auth_method\":\"none\",\"grant_types\":[\"authorization_code\",\"refresh_token\"]";
    private static final String READING = CLIENT + ",\"scope\":\"notes:read unheard-of\"";
    private static final String URL = "https://192.0.2.7/app/client.json";

    private static TestServer server(UnaryOperator<RegistrationTerms> change) {
        return server(change, UnaryOperator.identity());
    }

    private static TestServer server(
            UnaryOperator<RegistrationTerms> change, UnaryOperator<AuthorizationServerConfiguration.Builder> more) {
        return new TestServer(builder -> more.apply(builder.registration(DynamicRegistration.OPEN
                        .withMaxClients(2)
                        .withManagement(true)
                        .withTerms(change.apply(RegistrationTerms.DEFAULT)))
                .endpoints(EndpointPaths.DEFAULT
                        .withDevice("/device_authorization")
                        .withPar("/par"))));
    }

    private static EndpointResponse send(TestServer server, String members) {
        return server.send(
                "POST",
                TestServer.BASE + "/register",
                null,
                Map.of("Content-Type", "application/json"),
                "{" + members + "}");
    }

    private static JsonObject register(TestServer server, String members) {
        return server.json(send(server, members));
    }

    private static EndpointResponse authorize(TestServer server, String clientId, @Nullable String scope) {
        return server.get(TestServer.BASE + "/authorize", query(clientId, scope), Map.of());
    }

    private static void assertAllowed(TestServer server, String clientId, @Nullable String scope) {
        assertEquals(
                200,
                new TestBrowser(server)
                        .openAuthorization(query(clientId, scope))
                        .status());
    }

    private static void assertRefused(TestServer server, String clientId, @Nullable String scope) {
        assertEquals(
                "invalid_scope",
                TestBrowser.parameter(authorize(server, clientId, scope), "error")
                        .orElseThrow());
    }

    private static String query(String clientId, @Nullable String scope) {
        return TestServer.authorizationQuery(clientId)
                .replace(
                        "&" + TestServer.form("scope", "mcp:tools notes:read"),
                        scope == null ? "" : "&" + TestServer.form("scope", scope));
    }

    /** RFC 7591, section 2, {@code scope}; RFC 6749, section 3.3. */
    @Nested
    class Scope {
        private final TestServer open = server(terms -> terms);
        private final TestServer strict = server(terms -> terms.withScopeLimit(ScopeLimit.REQUESTED));

        /** MCP, "Step-Up Authorization Flow": nobody registers again for more. */
        @Test
        void aClientMayAskForMoreThanItRegisteredWith() {
            JsonObject client = register(open, READING);

            assertEquals("mcp:tools notes:read notes:write", client.getString("scope"), "and is told so");
            assertAllowed(open, client.getString("client_id"), "notes:read notes:write");
            assertRefused(open, client.getString("client_id"), "notes:read unheard-of");
        }

        @Test
        void whatTheClientRegisteredIsItsLimit() {
            JsonObject client = register(strict, READING);
            String id = client.getString("client_id");

            assertEquals("notes:read", client.getString("scope"), "what is not supported is left out");
            assertAllowed(strict, id, "notes:read");
            assertRefused(strict, id, "notes:read notes:write");
            assertRefused(strict, id, null);
        }

        @Test
        void ofTheDefaultScopesThoseCountThatAreRegistered() {
            TestServer server = new TestServer(builder -> builder.scopesDefault(Scopes.of("mcp:tools", "notes:read"))
                    .registration(DynamicRegistration.OPEN.withTerms(
                            RegistrationTerms.DEFAULT.withScopeLimit(ScopeLimit.REQUESTED))));
            String id = register(server, READING).getString("client_id");
            String code = new TestBrowser(server).authorize(query(id, null));

            assertEquals("notes:read", server.json(server.redeem(id, code)).getString("scope"));
        }

        @Test
        void whoRegisteredNoScopeMayAskForAll() {
            JsonObject client = register(strict, CLIENT);

            assertEquals("mcp:tools notes:read notes:write", client.getString("scope"));
            assertAllowed(strict, client.getString("client_id"), "mcp:tools notes:read notes:write");
        }

        /** RFC 9126, section 2.1: a pushed request is checked as any other. */
        @Test
        void theLimitHoldsForPushedRequestsToo() {
            String id = register(strict, READING).getString("client_id");
            EndpointResponse response = strict.post("/par", Map.of(), query(id, "notes:write"));

            assertEquals(400, response.status());
            assertEquals("invalid_scope", strict.error(response));
        }

        /** RFC 8628, section 3.1. */
        @Test
        void theLimitHoldsForDevicesToo() {
            String device = "\"grant_types\":[\"urn:ietf:params:oauth:grant-type:device_code\"],"
                    + "\"token_endpoint_auth_method\":\"none\",\"scope\":\"notes:read\"";
            String id = register(strict, device).getString("client_id");

            assertEquals(200, device(strict, id, "notes:read").status());
            EndpointResponse response = device(strict, id, "notes:write");
            assertEquals(400, response.status());
            assertEquals("invalid_scope", strict.error(response));
        }

        private static EndpointResponse device(TestServer server, String clientId, String scope) {
            return server.post(
                    "/device_authorization",
                    Map.of(),
                    TestServer.form("client_id", clientId, "scope", scope, "resource", TestServer.RESOURCE));
        }

        @Test
        void whatAPolicyTakesAwayCannotBeAskedFor() {
            TestServer server = new TestServer(
                    builder -> builder.registration(DynamicRegistration.OPEN.withPolicy(new ReadingOnly())));
            JsonObject client = register(server, CLIENT + ",\"scope\":\"notes:read notes:write\"");

            assertEquals("notes:read", client.getString("scope"));
            assertAllowed(server, client.getString("client_id"), "notes:read");
            assertRefused(server, client.getString("client_id"), "notes:write");
        }

        @Test
        void anUpdateDoesNotBringBackWhatAPolicyTookAway() {
            TestServer server = new TestServer(builder -> builder.registration(
                    DynamicRegistration.OPEN.withManagement(true).withPolicy(new ReadingOnly())));
            JsonObject client = register(server, CLIENT);
            update(server, client, CLIENT + ",\"scope\":\"notes:read notes:write\"");

            assertAllowed(server, client.getString("client_id"), "notes:read");
            assertRefused(server, client.getString("client_id"), "notes:write");
        }

        @Test
        void whatTheDeployerRegisteredIsALimit() {
            ClientMetadata metadata = ClientMetadata.builder()
                    .clientId("app")
                    .tokenEndpointAuthMethod(ClientAuthenticationMethod.NONE)
                    .redirectUris(List.of(URI.create(TestServer.REDIRECT_URI)))
                    .scope(Scopes.of("notes:read"))
                    .build();
            TestServer server = new TestServer(builder -> builder.clients(
                    ClientRules.DEFAULT.withKnown(List.of(new Client("app", metadata, null, Instant.EPOCH, null)))));

            assertAllowed(server, "app", "notes:read");
            assertRefused(server, "app", "notes:write");
        }

        /** draft-ietf-oauth-client-id-metadata-document, section 4. */
        @Test
        void aDocumentIsALimitWhereTheDeployerWantsThat() {
            String document = "{\"client_id\":\"" + URL + "\",\"client_name\":\"App\"," + READING + "}";
            open.transport.putJson(URL, document);
            strict.transport.putJson(URL, document);

            assertAllowed(open, URL, "notes:write");
            assertAllowed(strict, URL, "notes:read");
            assertRefused(strict, URL, "notes:write");
        }

        @Test
        void anUpdateObeysTheSameTerms() {
            JsonObject client = register(strict, CLIENT);
            update(strict, client, READING);

            assertRefused(strict, client.getString("client_id"), "notes:write");
            update(strict, client, CLIENT);
            assertAllowed(strict, client.getString("client_id"), "notes:write");
        }

        private static void update(TestServer server, JsonObject client, String members) {
            String id = client.getString("client_id");
            EndpointResponse response = server.send(
                    "PUT",
                    TestServer.BASE + "/register/client",
                    "client_id=" + id,
                    Map.of(
                            "Content-Type",
                            "application/json",
                            "Authorization",
                            "Bearer " + client.getString("registration_access_token")),
                    "{\"client_id\":\"" + id + "\"," + members + "}");
            assertEquals(200, response.status(), () -> TestServer.text(response));
        }
    }

    /** Nobody gets to write. */
    private static final class ReadingOnly implements RegistrationPolicy {
        @Override
        public ClientMetadata register(RegistrationAttempt attempt) {
            return attempt.metadata().toBuilder().scope(Scopes.of("notes:read")).build();
        }
    }

    /** RFC 7591, section 5: a register that anybody may fill. */
    @Nested
    class Unused {
        private static final Duration UNUSED = Duration.ofDays(7);
        private static final Duration BROUGHT = Duration.ofDays(90);

        private final TestServer server = server(terms -> terms.withUnusedTtl(UNUSED));

        @Test
        void aClientThatIsNeverUsedMakesRoom() {
            String id = register(server, CLIENT).getString("client_id");
            register(server, CLIENT);
            assertEquals(503, send(server, CLIENT).status());
            server.pass(Duration.ofDays(7));

            assertTrue(server.provider.client(id).isEmpty());
            assertEquals(201, send(server, CLIENT).status());
        }

        /** By default the limit of an address and the time of what is unused leave room for others. */
        @Test
        void oneAddressDoesNotFillTheRegister() {
            TestServer usual = new TestServer();
            for (int hour = 0; hour < 60; hour++) {
                int status;
                do {
                    status = registerFrom(usual, "192.0.2.66").status();
                } while (status == 201);
                usual.pass(Duration.ofHours(1));
            }

            assertEquals(201, registerFrom(usual, "192.0.2.7").status());
        }

        private static EndpointResponse registerFrom(TestServer server, String address) {
            return server.sendFrom(
                    address,
                    "POST",
                    TestServer.BASE + "/register",
                    null,
                    Map.of("Content-Type", "application/json"),
                    "{" + CLIENT + "}");
        }

        @Test
        void aClientThatBroughtATokenStays() {
            String id = register(server, CLIENT).getString("client_id");
            server.pass(Duration.ofDays(6));
            JsonObject tokens = server.tokens(id);
            server.pass(Duration.ofDays(2));

            assertEquals(
                    200, server.refresh(id, tokens.getString("refresh_token")).status());
        }

        /** What a user agreed to counts for 90 days, a refresh token for less. */
        @Test
        void aClientEndsAfterEverythingItBrought() {
            String id = register(server, CLIENT).getString("client_id");
            server.tokens(id);
            server.pass(BROUGHT.plus(UNUSED));
            assertTrue(server.provider.client(id).isPresent());
            server.pass(Duration.ofDays(1));

            assertTrue(server.provider.client(id).isEmpty());
            assertEquals(201, send(server, CLIENT).status());
            assertEquals(201, send(server, CLIENT).status(), "it made room");
        }

        @Test
        void aClientThatIsUsedStays() {
            String id = register(server, CLIENT).getString("client_id");
            for (int i = 0; i < 10; i++) {
                server.tokens(id);
                server.pass(BROUGHT.plus(UNUSED));
            }

            assertTrue(server.provider.client(id).isPresent());
        }

        @Test
        void refreshTokensCountAsUse() {
            String id = register(server, CLIENT).getString("client_id");
            String token = server.tokens(id).getString("refresh_token");
            server.pass(Duration.ofDays(3));
            assertEquals(200, server.refresh(id, token).status());
            server.pass(BROUGHT.plus(UNUSED));

            assertTrue(server.provider.client(id).isPresent());
        }

        @Test
        void aRegistrationIsWrittenOnceADay() {
            String id = register(server, CLIENT).getString("client_id");
            JsonObject tokens = server.tokens(id);
            long before = writes(id);
            server.refresh(id, tokens.getString("refresh_token"));
            server.pass(Duration.ofDays(1));
            server.tokens(id);
            assertEquals(before, writes(id));

            server.pass(Duration.ofMillis(1));
            server.tokens(id);
            server.tokens(id);
            assertEquals(before + 1, writes(id));
        }

        /** Where all of it is short a day would be too long. */
        @Test
        void orInATenthOfItsLife() {
            TestServer brief = server(
                    terms -> terms.withUnusedTtl(Duration.ofHours(1)),
                    builder -> builder.consent(rules -> rules.withLifetime(Duration.ofHours(9)))
                            .tokens(TokenIssuance.DEFAULT
                                    .withSigningAlgorithm("ES256")
                                    .withRefreshTokenIdleTtl(Duration.ofHours(9))
                                    .withRefreshTokenTtl(Duration.ofHours(9))));
            String id = register(brief, CLIENT).getString("client_id");
            brief.tokens(id);

            assertEquals(
                    brief.clock.instant().plus(Duration.ofHours(11)),
                    brief.provider.client(id).orElseThrow().unusedUntil());
        }

        private long writes(String id) {
            return server.store.written().stream()
                    .filter(text -> text.startsWith(id + " "))
                    .count();
        }

        /** A page that was opened, a code that was not redeemed and a look at the registration bring nothing. */
        @Test
        void asLongAsNothingWasIssuedItIsUnused() {
            JsonObject client = register(server, CLIENT);
            String id = client.getString("client_id");
            server.codeOf(id);
            server.send(
                    "GET",
                    TestServer.BASE + "/register/client",
                    "client_id=" + id,
                    Map.of("Authorization", "Bearer " + client.getString("registration_access_token")),
                    "");
            server.pass(Duration.ofDays(7));

            assertTrue(server.provider.client(id).isEmpty());
        }

        @Test
        void firstTokensAtTheSameTimeAreAllIssued() {
            String id = register(server, CLIENT).getString("client_id");
            List<String> codes = List.of(server.codeOf(id), server.codeOf(id), server.codeOf(id), server.codeOf(id));
            AtomicInteger next = new AtomicInteger();
            List<Integer> statuses = Race.of(
                    codes.size(),
                    () -> server.redeem(id, codes.get(next.getAndIncrement())).status());

            assertEquals(List.of(200, 200, 200, 200), statuses);
            assertEquals(
                    server.clock.instant().plus(BROUGHT).plus(UNUSED).plus(Duration.ofDays(1)),
                    server.provider.client(id).orElseThrow().unusedUntil());
        }

        @Test
        void whatADeployerAddsStays() {
            server.addPublicClient("app");
            server.pass(Duration.ofDays(4000));

            assertFalse(server.provider.client("app").isEmpty());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT0S", "PT-1S", "P3651D"})
    void timesAreSensible(String time) {
        Duration ttl = Duration.parse(time);

        assertEquals(
                "dcr.unused-ttl",
                assertThrows(ConfigurationException.class, () -> RegistrationTerms.DEFAULT.withUnusedTtl(ttl))
                        .key());
        assertEquals(
                "dcr.secret-ttl",
                assertThrows(ConfigurationException.class, () -> RegistrationTerms.DEFAULT.withSecretTtl(ttl))
                        .key());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, 1_000_001})
    void theRegisterHasASensibleSize(int clients) {
        assertEquals(
                "dcr.max-clients",
                assertThrows(ConfigurationException.class, () -> DynamicRegistration.OPEN.withMaxClients(clients))
                        .key());
    }
}
