package org.mcpoauth.server.authorization;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.mcpoauth.api.provider.Client;
import org.mcpoauth.spi.endpoint.EndpointResponse;
import org.mcpoauth.spi.server.ClientRules;
import org.mcpoauth.spi.server.MetadataDocumentPolicy;
import org.mcpoauth.spi.server.MetadataDocumentRules;
import org.mcpoauth.spi.support.jose.JcaSignatures;
import org.mcpoauth.spi.support.jose.JwsAlgorithm;
import org.mcpoauth.spi.support.jose.JwsSigner;
import org.mcpoauth.spi.support.jose.SigningKey;

/**
 * Anybody can name the URL of a client and have it fetched: that has bounds, whatever the hosts do
 * (draft-ietf-oauth-client-id-metadata-document, section 6; RFC 6819, section 4.1.2).
 */
class FetchesForStrangersTest {
    private static final String STRANGER = "192.0.2.100";
    private static final String OTHER = "192.0.2.101";
    private static final String GOOD = "https://192.0.2.7/client.json";

    private final TestServer server = new TestServer();

    @Test
    void hostsThatDoNotAnswerAreNotCalledWithoutEnd() {
        publish(server, GOOD, "");
        for (int i = 0; i < 50; i++) {
            assertEquals(503, authorize(server, STRANGER, madeUp(i)).status());
        }
        int before = server.transport.calls().size();

        assertEquals(429, authorize(server, STRANGER, madeUp(50)).status());
        assertEquals(before, server.transport.calls().size());
        assertEquals(200, authorize(server, OTHER, GOOD).status(), "others are not concerned");
        assertEquals(200, authorize(server, STRANGER, GOOD).status(), "what is kept costs no call");
        server.pass(Duration.ofMinutes(15));
        assertEquals(503, authorize(server, STRANGER, madeUp(51)).status(), "not for ever");
    }

    /** Users of one address that ask for a client over and over do not shut out its other users. */
    @Test
    void aHostThatIsDownMakesItsAddressWaitForNoOther() {
        publish(server, GOOD, "");
        for (int i = 0; i < 50; i++) {
            assertEquals(503, authorize(server, STRANGER, madeUp(0)).status());
        }

        assertEquals(429, authorize(server, STRANGER, madeUp(0)).status());
        assertEquals(200, authorize(server, STRANGER, GOOD).status());
    }

    @Test
    void keysThatCannotBeHadCountAsDocumentsDo() {
        SigningKey key = SigningKey.generate(JwsAlgorithm.ES256);
        for (int i = 0; i < 50; i++) {
            String id = "https://192.0.2.7/" + i + "/client.json";
            publishWithKeys(id, "https://192.0.2.8/" + i + "/jwks");
            assertEquals(503, authenticate(id, key).status());
        }
        String id = "https://192.0.2.7/50/client.json";
        publishWithKeys(id, "https://192.0.2.8/50/jwks");
        assertEquals(429, authenticate(id, key).status(), "the host of the keys is left alone");
        int before = server.transport.calls().size();

        assertEquals(429, authenticate(id, key).status());
        assertEquals(before, server.transport.calls().size());
    }

    @Test
    void keysOnManyHostsThatCannotBeHadCountForTheAddress() {
        SigningKey key = SigningKey.generate(JwsAlgorithm.ES256);
        for (int i = 0; i < 50; i++) {
            String id = "https://192.0.2.7/" + i + "/client.json";
            publishWithKeys(id, "https://198.18.0." + i + "/jwks");
            assertEquals(503, authenticate(id, key).status());
        }
        int before = server.transport.calls().size();

        assertEquals(429, authorize(server, TestServer.ADDRESS, madeUp(1)).status());
        assertEquals(before, server.transport.calls().size());
    }

    /** A host that hangs holds a thread for each fetch. */
    @Test
    void onlySomeFetchesOfAnAddressGoOnAtATime() {
        Recursion recursion = new Recursion(STRANGER, 9);
        recursion.begin();

        assertEquals(List.of(429, 200, 200, 200, 200, 200, 200, 200, 200), recursion.statuses);
        assertEquals(200, authorize(recursion.server, STRANGER, GOOD).status(), "until they are over");
    }

    @Test
    void whereAddressesAreUnknownFetchesAreBoundedOverAll() {
        Recursion recursion = new Recursion(null, 65);
        recursion.begin();

        assertEquals(503, recursion.statuses.get(0));
        assertEquals(
                64, recursion.statuses.stream().filter(status -> status == 200).count());
        assertEquals(200, authorize(recursion.server, null, GOOD).status(), "until they are over");
    }

    /** Asks for one client while another is looked up, and so on. */
    private static final class Recursion implements MetadataDocumentPolicy {
        private final TestServer server = new TestServer(builder -> builder.clients(
                ClientRules.DEFAULT.withMetadataDocuments(MetadataDocumentRules.DEFAULT.withPolicy(this))));
        private final @Nullable String address;
        private final int depth;
        private final List<Integer> statuses = new ArrayList<>();
        private int reached;

        Recursion(@Nullable String address, int depth) {
            this.address = address;
            this.depth = depth;
        }

        void begin() {
            publish(server, GOOD, "");
            ask();
        }

        @Override
        public boolean isTrusted(Client client) {
            if (reached < depth) {
                ask();
            }
            return true;
        }

        private void ask() {
            String id = "https://192.0.2.9/" + reached++;
            publish(server, id, "");
            statuses.add(authorize(server, address, id).status());
        }
    }

    private static String madeUp(int i) {
        return "https://198.18.1." + i + "/client.json";
    }

    private static EndpointResponse authorize(TestServer server, @Nullable String address, String url) {
        return server.sendFrom(
                address, "GET", TestServer.BASE + "/authorize", TestServer.authorizationQuery(url), Map.of(), "");
    }

    private static void publish(TestServer server, String id, String more) {
        server.transport.putJson(
                id,
                "{\"client_id\":\"" + id + "\",\"client_name\":\"App\"," + more + "\"redirect_uris\":[\""
                        + TestServer.REDIRECT_URI + "\"]}");
    }

    private void publishWithKeys(String id, String keys) {
        publish(server, id, "\"token_endpoint_auth_method\":\"private_key_jwt\",\"jwks_uri\":\"" + keys + "\",");
    }

    private EndpointResponse authenticate(String id, SigningKey key) {
        String assertion = JwsSigner.ofTokens(server.json, JcaSignatures.platform(), key, null)
                .sign(server.json
                        .object()
                        .add("iss", id)
                        .add("sub", id)
                        .add("aud", TestServer.ISSUER)
                        .add("exp", server.clock.instant().getEpochSecond() + 60)
                        .add("jti", "once")
                        .build());
        return server.token(
                "grant_type",
                "authorization_code",
                "code",
                "x",
                "client_assertion",
                assertion,
                "client_assertion_type",
                "urn:ietf:params:oauth:client-assertion-type:jwt-bearer");
    }
}
