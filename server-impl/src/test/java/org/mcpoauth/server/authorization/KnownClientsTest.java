package org.mcpoauth.server.authorization;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.Json;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mcpoauth.api.Issuer;
import org.mcpoauth.api.ResourceIdentifier;
import org.mcpoauth.api.Secret;
import org.mcpoauth.api.error.ConfigurationException;
import org.mcpoauth.api.error.FailureCode;
import org.mcpoauth.api.error.StorageException;
import org.mcpoauth.api.metadata.ClientAuthenticationMethod;
import org.mcpoauth.api.metadata.ClientMetadata;
import org.mcpoauth.api.metadata.ClientMetadataBuilder;
import org.mcpoauth.api.metadata.GrantType;
import org.mcpoauth.api.provider.Client;
import org.mcpoauth.api.provider.SecretHash;
import org.mcpoauth.server.Exchanged;
import org.mcpoauth.server.authorization.client.DemandedProtection;
import org.mcpoauth.server.authorization.client.KnownClients;
import org.mcpoauth.server.authorization.client.ListedClients;
import org.mcpoauth.spi.AuthorizationServerConfiguration;
import org.mcpoauth.spi.Changing;
import org.mcpoauth.spi.endpoint.EndpointResponse;
import org.mcpoauth.spi.server.ClientRules;

/** Clients that the deployer registers (RFC 6749, sections 2 and 2.3). */
class KnownClientsTest {
    private static final Duration PACE = Duration.ofSeconds(10);
    private static final Duration LOOK = Duration.ofMinutes(1);

    private final TestServer testServer = new TestServer();
    private final Ending ending = new Ending(testServer);

    @Test
    void aKnownClientGetsTokensWithoutRegistration() {
        assertEquals(
                200,
                credentials(server(client("batch", "secret", KnownClientsTest::userless)), "secret")
                        .status());
    }

    @Test
    void itsSecretCounts() {
        TestServer server = server(client("batch", "secret", KnownClientsTest::userless));

        assertEquals("invalid_client", server.error(credentials(server, "other")));
    }

    @Test
    void itComesBeforeARegisteredOneOfTheSameName() {
        TestServer server = server(client("batch", "secret", KnownClientsTest::userless));
        server.addClient("batch", "other", KnownClientsTest::userless);

        assertEquals(200, credentials(server, "secret").status());
        assertEquals("invalid_client", server.error(credentials(server, "other")));
    }

    @Test
    void othersAreStillFound() {
        TestServer server = server(client("known", "secret", KnownClientsTest::userless));
        server.addClient("batch", "other", KnownClientsTest::userless);

        assertEquals(200, credentials(server, "other").status());
    }

    @Test
    void anIdentifierIsThereOnce() {
        assertRefused(
                client("batch", "one", KnownClientsTest::userless), client("batch", "two", KnownClientsTest::userless));
    }

    @Test
    void aSecretIsThereExactlyIfItIsUsed() {
        assertRefused(client("batch", null, KnownClientsTest::userless));
        assertRefused(client(
                "open",
                "secret",
                metadata -> withCodes(metadata).tokenEndpointAuthMethod(ClientAuthenticationMethod.NONE)));
    }

    @Test
    void whoSignsAssertionsHasKeys() {
        assertRefused(client(
                "signer",
                null,
                metadata -> userless(metadata).tokenEndpointAuthMethod(ClientAuthenticationMethod.PRIVATE_KEY_JWT)));
    }

    /** RFC 8705, section 2.1.2. */
    @Test
    void whoseCertificateCountsHasASubject() {
        ClientRules rules = ClientRules.DEFAULT.withAuthenticationMethods(
                Set.of(ClientAuthenticationMethod.NONE, ClientAuthenticationMethod.TLS_CLIENT_AUTH));
        UnaryOperator<ClientMetadataBuilder> certified =
                metadata -> userless(metadata).tokenEndpointAuthMethod(ClientAuthenticationMethod.TLS_CLIENT_AUTH);
        Client nobody = client("batch", null, certified);
        Client named = client(
                "batch",
                null,
                metadata ->
                        certified.apply(metadata).member("tls_client_auth_san_dns", Json.createValue("batch.example")));

        ConfigurationException refusal = assertThrows(ConfigurationException.class, () -> known(rules, nobody));
        assertTrue(String.valueOf(refusal.getMessage()).contains("certificate subject"));
        assertTrue(known(rules, named).find("batch").isPresent());
    }

    @Test
    void theMethodIsOffered() {
        assertRefused(client(
                "bound",
                null,
                metadata -> userless(metadata).tokenEndpointAuthMethod(ClientAuthenticationMethod.of("unheard-of"))));
    }

    @Test
    void codesNeedARedirectUri() {
        assertRefused(client("web", "secret", UnaryOperator.identity()));
        assertRefused(client(
                "batch",
                "secret",
                metadata -> userless(metadata).redirectUris(List.of(URI.create("https://client.example/cb")))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://client.example/cb", "com.example.app:/cb"})
    void redirectUrisAreHttpsOrLoopback(String uri) {
        assertRefused(client("web", "secret", metadata -> metadata.redirectUris(List.of(URI.create(uri)))));
    }

    /** RFC 7592, section 2.3; who is gone gets nothing, whatever becomes of the grants. */
    @Test
    void clientsThatAreGoneAreUnknownWhileTheProviderFails() {
        Exchanged<List<Client>> listed = new Exchanged<>(List.of(batch("kept"), batch("one"), batch("other")));
        KnownClients clients = known(listed);

        listed.set(List.of(batch("kept"), batch("added")));
        assertTrue(clients.find("one").isEmpty());
        assertTrue(clients.find("added").isPresent());
        assertEquals(2, ending.asked.size(), "not with each request");
        assertEquals(Set.of("one", "other"), Set.copyOf(ending.asked), "one failure does not stop the others");

        ending.fails = false;
        testServer.pass(PACE);
        assertTrue(clients.find("one").isEmpty());
        assertEquals(4, ending.asked.size(), "tried again");
        testServer.pass(PACE);
        assertTrue(clients.find("one").isEmpty());
        assertEquals(4, ending.asked.size(), "until it is done");
    }

    @Test
    void aClientThatIsBackKeepsWhatTheProviderDidNotEnd() {
        Exchanged<List<Client>> listed = new Exchanged<>(List.of(batch("one")));
        KnownClients clients = known(listed);
        listed.set(List.of());
        assertTrue(clients.find("one").isEmpty());
        listed.set(List.of(batch("one")));
        assertTrue(clients.find("one").isPresent());

        ending.fails = false;
        testServer.pass(PACE);
        assertTrue(clients.find("one").isPresent());
        assertEquals(List.of("one"), ending.asked);
    }

    /** Ending may take its time. */
    @Test
    void aClientIsGoneBeforeItsGrantsAre() {
        Exchanged<List<Client>> listed = new Exchanged<>(List.of(batch("one")));
        KnownClients clients = known(listed);
        ending.meanwhile = () -> assertTrue(clients.find("one").isEmpty());
        ending.fails = false;
        listed.set(List.of());
        assertTrue(clients.find("one").isEmpty());
        assertEquals(List.of("one"), ending.asked);
    }

    /** RFC 7592, section 2.3: what it had is over, and nothing that it gets now. */
    @Test
    void aClientThatIsPutBackGetsGoodTokensAtOnce() {
        Exchanged<List<Client>> listed = new Exchanged<>(List.of(batch("batch")));
        TestServer server = server(listed);
        String before = accessToken(server);
        listed.set(List.of());
        assertEquals(401, credentials(server, "secret").status());
        server.pass(PACE);
        listed.set(List.of(batch("batch")));

        String after = accessToken(server);
        assertFalse(isFound(server, before));
        assertTrue(isFound(server, after));
        server.pass(PACE);
        assertTrue(isFound(server, accessToken(server)));
        assertFalse(isFound(server, before));
    }

    /** A token tells the second in which it was issued, and nothing smaller (RFC 7519, section 4.1.6). */
    @Test
    void aTokenOfTheSecondOfTheRemovalIsOver() {
        Exchanged<List<Client>> listed = new Exchanged<>(List.of(batch("batch")));
        TestServer server = server(listed);
        String before = accessToken(server);
        listed.set(List.of());
        credentials(server, "secret");
        listed.set(List.of(batch("batch")));
        accessToken(server);
        assertFalse(isFound(server, before));

        server.pass(Duration.ofSeconds(1));
        assertTrue(isFound(server, accessToken(server)));
        assertFalse(isFound(server, before));
    }

    @Test
    void aClientThatIsTakenOutAgainLosesItsTokensAgain() {
        Exchanged<List<Client>> listed = new Exchanged<>(List.of(batch("batch")));
        TestServer server = server(listed);
        List<String> tokens = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            tokens.add(accessToken(server));
            listed.set(List.of());
            credentials(server, "secret");
            tokens.forEach(token -> assertFalse(isFound(server, token)));
            server.pass(PACE);
            listed.set(List.of(batch("batch")));
        }
        assertTrue(isFound(server, accessToken(server)));
        tokens.forEach(token -> assertFalse(isFound(server, token)));
    }

    /** Each node sees the client come back, and none ends what another has issued. */
    @Test
    void aSecondNodeThatSeesTheReturnLaterEndsNothing() {
        Exchanged<List<Client>> listed = new Exchanged<>(List.of(batch("batch")));
        Exchanged<List<Client>> later = new Exchanged<>(List.of(batch("batch")));
        TestServer server = TestServer.encrypted(knowing(listed));
        TestServer other = server.again(knowing(later));
        for (Exchanged<List<Client>> list : List.of(listed, later)) {
            list.set(List.of());
        }
        credentials(server, "secret");
        credentials(other, "secret");
        server.pass(PACE);
        listed.set(List.of(batch("batch")));
        String token = accessToken(server);

        server.pass(PACE);
        later.set(List.of(batch("batch")));
        assertTrue(isFound(other, accessToken(other)));
        assertTrue(isFound(other, token));
        assertTrue(isFound(server, token));
    }

    @Test
    void aReturnIsToldAgainToAProviderThatFails() {
        Exchanged<List<Client>> listed = new Exchanged<>(List.of(batch("batch")));
        TestServer server = server(listed);
        listed.set(List.of());
        credentials(server, "secret");
        server.pass(PACE);
        listed.set(List.of(batch("batch")));
        server.store.setBroken(true);
        credentials(server, "secret");
        server.store.setBroken(false);
        assertFalse(isFound(server, accessToken(server)));

        server.pass(PACE);
        credentials(server, "secret");
        assertTrue(isFound(server, accessToken(server)));
    }

    @Test
    void whoLeftWhileNoServerWasThereLosesItsTokens() {
        TestServer before = TestServer.encrypted(knowing(new Exchanged<>(List.of(batch("batch"), batch("kept")))));
        String token = accessToken(before);
        String kept = accessToken(before, "kept");

        TestServer again = before.again(knowing(new Exchanged<>(List.of(batch("kept")))));
        assertFalse(isFound(again, token));
        assertTrue(isFound(again, kept));
        assertEquals(401, credentials(again, "secret").status());
    }

    @Test
    void whoIsBackAfterAStartGetsGoodTokens() {
        TestServer first = TestServer.encrypted(knowing(new Exchanged<>(List.of(batch("batch")))));
        String token = accessToken(first);
        first.again(knowing(new Exchanged<>(List.of())));
        first.pass(PACE);

        TestServer again = first.again(knowing(new Exchanged<>(List.of(batch("batch")))));
        assertTrue(isFound(again, accessToken(again)));
        assertFalse(isFound(again, token));
    }

    @Test
    void aStartFindsOutLaterWhoLeftIfTheStoreIsAway() {
        known(new Exchanged<>(List.of(batch("one"), batch("kept"))));
        ending.fails = false;
        testServer.store.setBroken(true);
        KnownClients clients = known(new Exchanged<>(List.of(batch("kept"))));
        testServer.store.setBroken(false);
        assertTrue(clients.find("one").isEmpty());
        assertEquals(List.of("one"), ending.asked);

        testServer.pass(LOOK);
        clients.find("kept");
        assertEquals(List.of("one"), ending.asked, "once");
    }

    @Test
    void aStartAsksAgainForWhatTheProviderDidNotEndBefore() {
        Exchanged<List<Client>> listed = new Exchanged<>(List.of(batch("one")));
        KnownClients clients = known(listed);
        listed.set(List.of());
        clients.find("one");
        assertEquals(List.of("one"), ending.asked);

        KnownClients.of(ClientRules.DEFAULT, protection(), ending, memory(testServer), testServer.clock);
        assertEquals(List.of("one", "one"), ending.asked);
    }

    /** While nodes have different files each client ends once, and works where it is listed. */
    @Test
    void aNodeWithAnOlderFileStopsAClientForAMomentOnly() {
        TestServer newer = TestServer.encrypted(knowing(new Exchanged<>(List.of(batch("batch")))));
        String token = accessToken(newer);
        TestServer older = newer.again(knowing(new Exchanged<>(List.of(batch("kept")))));
        assertFalse(isFound(newer, token));

        newer.pass(LOOK);
        String next = accessToken(newer);
        for (int i = 0; i < 3; i++) {
            newer.pass(LOOK);
            accessToken(older, "kept");
            assertTrue(isFound(newer, next), "no running node ends what another one lists");
            accessToken(newer);
        }
        TestServer last = older.again(knowing(new Exchanged<>(List.of(batch("kept")))));
        assertFalse(isFound(last, next), "the last one that starts without it ends it");
    }

    /** Another issuer may use the same store. */
    @Test
    void clientsOfAnotherIssuerStay() {
        known(new Exchanged<>(List.of(batch("one"))));
        ListedClients others = new ListedClients(testServer.store, Issuer.of("https://other.example"), testServer.json);

        KnownClients.of(ClientRules.DEFAULT, protection(), ending, others, testServer.clock);
        assertEquals(List.of(), ending.asked);
        KnownClients.of(ClientRules.DEFAULT, protection(), ending, memory(testServer), testServer.clock);
        assertEquals(List.of("one"), ending.asked);
    }

    private static String accessToken(TestServer server) {
        return accessToken(server, "batch");
    }

    private static String accessToken(TestServer server, String clientId) {
        return server.json(credentials(server, clientId, "secret")).getString("access_token");
    }

    private static boolean isFound(TestServer server, String token) {
        return server.provider.loadAccessToken(Secret.of(token)).isPresent();
    }

    private static TestServer server(Exchanged<List<Client>> listed) {
        return new TestServer(knowing(listed));
    }

    private static UnaryOperator<AuthorizationServerConfiguration.Builder> knowing(Exchanged<List<Client>> listed) {
        return builder -> builder.clients(ClientRules.DEFAULT.withKnown(listed));
    }

    private KnownClients known(Exchanged<List<Client>> listed) {
        KnownClients clients = KnownClients.of(
                ClientRules.DEFAULT.withKnown(listed), protection(), ending, memory(testServer), testServer.clock);
        testServer.pass(PACE);
        assertEquals(List.of(), ending.asked);
        return clients;
    }

    private static Client batch(String id) {
        return client(id, "secret", KnownClientsTest::userless);
    }

    /** A provider whose store may be away when grants are to end. */
    private static final class Ending extends DelegatingProvider {
        private final List<String> asked = new ArrayList<>();
        private boolean fails = true;
        private Runnable meanwhile = () -> {};

        Ending(TestServer server) {
            super(server.provider);
        }

        @Override
        public void deleteClient(Client client) {
            asked.add(client.clientId());
            meanwhile.run();
            if (fails) {
                throw new StorageException(FailureCode.STORE_UNAVAILABLE, "is away", null);
            }
        }
    }

    private static ClientMetadataBuilder userless(ClientMetadataBuilder metadata) {
        return metadata.grantTypes(List.of(GrantType.CLIENT_CREDENTIALS))
                .tokenEndpointAuthMethod(ClientAuthenticationMethod.CLIENT_SECRET_POST);
    }

    private static ClientMetadataBuilder withCodes(ClientMetadataBuilder metadata) {
        return metadata.redirectUris(List.of(URI.create("https://client.example/cb")));
    }

    private static void assertRefused(Client... clients) {
        assertThrows(ConfigurationException.class, () -> server(clients));
    }

    private static KnownClients known(ClientRules rules, Client client) {
        TestServer server = new TestServer();
        return KnownClients.of(
                rules.withKnown(List.of(client)), protection(), server.provider, memory(server), server.clock);
    }

    private static ListedClients memory(TestServer server) {
        return new ListedClients(server.store, Issuer.of("https://memory.example"), server.json);
    }

    private static DemandedProtection protection() {
        return new DemandedProtection(
                AuthorizationServerConfiguration.builder(
                                Issuer.of(TestServer.ISSUER), List.of(ResourceIdentifier.of(TestServer.RESOURCE)))
                        .build(),
                Changing.of(List.of("ES256")));
    }

    private static TestServer server(Client... clients) {
        return new TestServer(builder -> builder.clients(ClientRules.DEFAULT.withKnown(List.of(clients))));
    }

    private static Client client(String id, @Nullable String secret, UnaryOperator<ClientMetadataBuilder> change) {
        return new Client(
                id,
                change.apply(ClientMetadata.builder()).build(),
                secret == null ? null : SecretHash.of(Secret.of(secret)),
                Instant.EPOCH,
                null);
    }

    private static EndpointResponse credentials(TestServer server, String secret) {
        return credentials(server, "batch", secret);
    }

    private static EndpointResponse credentials(TestServer server, String clientId, String secret) {
        return server.token(
                "grant_type",
                "client_credentials",
                "client_id",
                clientId,
                "client_secret",
                secret,
                "resource",
                TestServer.RESOURCE);
    }
}
