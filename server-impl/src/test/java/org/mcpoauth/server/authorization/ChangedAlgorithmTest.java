package org.mcpoauth.server.authorization;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.mcpoauth.api.client.SigningKey;
import org.mcpoauth.api.error.ConfigurationException;
import org.mcpoauth.api.metadata.ClientAuthenticationMethod;
import org.mcpoauth.spi.AuthorizationServerConfiguration;
import org.mcpoauth.spi.endpoint.EndpointResponse;
import org.mcpoauth.spi.key.KeySource;
import org.mcpoauth.spi.key.VerificationKey;
import org.mcpoauth.spi.server.OpenIdRules;
import org.mcpoauth.spi.server.TokenIssuance;

/** A server that is started again with another signing algorithm (RFC 9068, section 2.1). */
class ChangedAlgorithmTest {
    private static final String RS256 = "RS256";
    private static final String ES256 = "ES256";

    private final TestServer first = TestServer.encrypted(with(RS256));

    private static UnaryOperator<AuthorizationServerConfiguration.Builder> with(String algorithm) {
        return builder -> builder.tokens(TokenIssuance.DEFAULT.withSigningAlgorithm(algorithm))
                .openId(OpenIdRules.OFF.withOffered(true));
    }

    private static JsonObject tokens(TestServer server) {
        String query = TestServer.authorizationQuery("app").replace("scope=mcp%3Atools", "scope=openid+mcp%3Atools");
        return server.json(server.redeem("app", new TestBrowser(server).authorize(query)));
    }

    private static void assertSignedWith(String algorithm, TestServer server, JsonObject tokens) {
        for (String name : List.of("access_token", "id_token")) {
            assertEquals(algorithm, Jwt.header(server, tokens.getString(name)).getString("alg"), name);
        }
    }

    private static void assertGood(TestServer server, JsonObject tokens) {
        String token = tokens.getString("access_token");
        EndpointResponse userInfo =
                server.get(TestServer.BASE + "/userinfo", null, Map.of("Authorization", "Bearer " + token));
        EndpointResponse described = server.post(
                "/introspect",
                Map.of(),
                TestServer.form("token", token, "client_id", TestServer.RESOURCE, "client_secret", TestServer.SECRET));

        assertEquals(200, userInfo.status());
        assertTrue(server.json(described).getBoolean("active"), () -> TestServer.text(described));
    }

    private static List<String> metadata(TestServer server, String name) {
        return server
                .json(server.get("/.well-known/openid-configuration/tenant", null, Map.of()))
                .getJsonArray(name)
                .getValuesAs(JsonString.class)
                .stream()
                .map(JsonString::getString)
                .toList();
    }

    private static List<String> published(TestServer server) {
        return server
                .json(server.get(TestServer.BASE + "/jwks", null, Map.of()))
                .getJsonArray("keys")
                .getValuesAs(JsonObject.class)
                .stream()
                .map(key -> key.getString("alg"))
                .toList();
    }

    @Test
    void theOldKeySignsUntilTheAnnouncedOneTakesOver() {
        first.addPublicClient("app");
        first.addConfidentialClient(TestServer.RESOURCE, ClientAuthenticationMethod.CLIENT_SECRET_POST);
        JsonObject before = tokens(first);
        assertSignedWith(RS256, first, before);

        TestServer again = first.again(with(ES256));
        assertEquals(List.of(RS256, ES256), published(again));
        assertEquals(List.of(RS256, ES256), metadata(again, "id_token_signing_alg_values_supported"));
        JsonObject meanwhile = tokens(again);
        assertSignedWith(RS256, again, meanwhile);
        assertGood(again, before);
        assertGood(again, meanwhile);

        again.pass(Duration.ofDays(1).minusMinutes(1));
        JsonObject last = tokens(again);
        assertSignedWith(RS256, again, last);
        again.pass(Duration.ofMinutes(1));
        JsonObject after = tokens(again);
        assertSignedWith(ES256, again, after);
        assertGood(again, last);
        assertGood(again, after);

        again.pass(Duration.ofMinutes(30));
        assertEquals(List.of(ES256), published(again));
        assertEquals(List.of(ES256), metadata(again, "id_token_signing_alg_values_supported"));
    }

    /** The key that is announced already is there for all nodes, and has its turn. */
    @Test
    void aChangeWhileTheNextKeyIsAnnouncedWaitsForThatKey() {
        first.addPublicClient("app");
        first.pass(Duration.ofDays(89));
        assertEquals(List.of(RS256, RS256), published(first));

        TestServer again = first.again(with(ES256));
        assertSignedWith(RS256, again, tokens(again));
        again.pass(Duration.ofDays(1));
        assertEquals(List.of(RS256, RS256, ES256), published(again));
        again.pass(Duration.ofDays(1));
        assertSignedWith(ES256, again, tokens(again));
    }

    /** Keys of an application are what it says: nobody exchanges them. */
    @Test
    void keysOfAnApplicationHaveTheAlgorithmThatIsDemanded() {
        ConfigurationException refused = assertThrows(
                ConfigurationException.class,
                () -> TestServer.withKeys(with(ES256), keys -> new ApplicationKeys(first.keys)));
        assertEquals("signing-algorithm", refused.key());
    }

    private record ApplicationKeys(KeySource keys) implements KeySource {
        @Override
        public SigningKey signingKey() {
            return keys.signingKey();
        }

        @Override
        public List<VerificationKey> verificationKeys() {
            return keys.verificationKeys();
        }
    }
}
