package org.mcpoauth.server.authorization;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.JsonObject;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.mcpoauth.api.Issuer;
import org.mcpoauth.api.ResourceIdentifier;
import org.mcpoauth.api.Scopes;
import org.mcpoauth.api.metadata.ClientAuthenticationMethod;
import org.mcpoauth.api.metadata.ClientMetadata;
import org.mcpoauth.api.metadata.GrantType;
import org.mcpoauth.api.provider.Client;
import org.mcpoauth.spi.AuthorizationServerConfiguration;
import org.mcpoauth.spi.endpoint.EndpointResponse;
import org.mcpoauth.spi.server.ClientRules;
import org.mcpoauth.spi.server.EndpointPaths;
import org.mcpoauth.spi.server.OpenIdRules;
import org.mcpoauth.spi.server.TokenIssuance;

/**
 * What was granted brings no more than may be issued now, after settings or the client changed (RFC 6749, sections 5.2
 * and 6; RFC 8707, section 2.2). A refusal changes nothing, and settings that come back bring everything back.
 */
class ChangedSettingsTest {
    private static final String SCOPE = "mcp:tools notes:read";

    private final TestServer before = new TestServer(client(SCOPE + " notes:write offline_access openid", true));

    /** A configuration in which the client has some scopes. */
    private static UnaryOperator<AuthorizationServerConfiguration.Builder> client(String scope, boolean isRefreshing) {
        List<GrantType> grants = isRefreshing
                ? List.of(GrantType.AUTHORIZATION_CODE, GrantType.DEVICE_CODE, GrantType.REFRESH_TOKEN)
                : List.of(GrantType.AUTHORIZATION_CODE, GrantType.DEVICE_CODE);
        ClientMetadata metadata = ClientMetadata.builder()
                .clientName("Desk")
                .tokenEndpointAuthMethod(ClientAuthenticationMethod.NONE)
                .grantTypes(grants)
                .scope(Scopes.parse(scope))
                .redirectUris(List.of(URI.create(TestServer.REDIRECT_URI)))
                .build();
        Client client = new Client("app", metadata, null, Instant.EPOCH, null);
        return builder -> builder.clients(ClientRules.DEFAULT.withKnown(List.of(client)))
                .scopesSupported(Scopes.of("mcp:tools", "notes:read", "notes:write", "offline_access"))
                .openId(OpenIdRules.OFF.withOffered(true))
                .endpoints(EndpointPaths.DEFAULT.withDevice("/device"));
    }

    private TestServer withScope(String scope) {
        return before.again(client(scope, true));
    }

    private TestServer withSupported(String... scopes) {
        return before.again(builder -> client(SCOPE + " notes:write", true)
                .apply(builder)
                .scopesSupported(Scopes.of(scopes))
                .scopesDefault(Scopes.NONE));
    }

    private TestServer withoutTheResource() {
        return before.again(builder -> client(SCOPE, true)
                .apply(AuthorizationServerConfiguration.builder(
                                Issuer.of(TestServer.ISSUER), List.of(ResourceIdentifier.of(TestServer.OTHER_RESOURCE)))
                        .tokens(TokenIssuance.DEFAULT.withSigningAlgorithm("ES256"))));
    }

    private String code(String scope) {
        String query = TestServer.authorizationQuery("app").replace("mcp%3Atools+notes%3Aread", scope);
        return new TestBrowser(before).authorize(query);
    }

    private String deviceCode() {
        JsonObject codes = before.json(before.post(
                "/device",
                Map.of(),
                TestServer.form("client_id", "app", "scope", SCOPE, "resource", TestServer.RESOURCE)));
        TestBrowser user = new TestBrowser(before);
        EndpointResponse question = user.submit(
                user.login(user.open(TestServer.BASE + "/activate", "")), "user_code", codes.getString("user_code"));
        user.submit(question, "decision", "approve");
        return codes.getString("device_code");
    }

    private static EndpointResponse poll(TestServer server, String code) {
        return server.token("grant_type", GrantType.DEVICE_CODE.value(), "client_id", "app", "device_code", code);
    }

    /** Refreshes with the current token of a family. */
    private final class Family {
        private String token = before.tokens("app").getString("refresh_token");

        JsonObject refreshAt(TestServer server) {
            EndpointResponse answer = server.refresh("app", token);
            assertEquals(200, answer.status(), TestServer.text(answer));
            JsonObject tokens = server.json(answer);
            token = tokens.getString("refresh_token");
            return tokens;
        }

        String refusalAt(TestServer server, String... more) {
            EndpointResponse answer = server.refresh("app", token, more);
            assertEquals(400, answer.status(), TestServer.text(answer));
            return server.error(answer);
        }
    }

    @Test
    void aRefreshBringsWhatTheClientMayHaveNow() {
        Family family = new Family();
        TestServer lowered = withScope("mcp:tools");

        JsonObject tokens = family.refreshAt(lowered);

        assertEquals("mcp:tools", tokens.getString("scope"));
        assertEquals(
                "mcp:tools",
                Jwt.claims(lowered, tokens.getString("access_token")).getString("scope"));
        assertEquals("invalid_scope", family.refusalAt(lowered, "scope", "notes:read"));
        assertEquals("invalid_scope", family.refusalAt(lowered, "scope", SCOPE));
        assertEquals(SCOPE, family.refreshAt(before).getString("scope"), "nothing of the grant is lost");
    }

    @Test
    void aRefreshBringsNoMoreThanWasGranted() {
        Family family = new Family();
        assertEquals("invalid_scope", family.refusalAt(before, "scope", "notes:write"));
        assertEquals(SCOPE, family.refreshAt(before).getString("scope"));
    }

    @Test
    void aRefreshBringsWhatTheServerIssuesNow() {
        Family family = new Family();
        assertEquals(
                "notes:read",
                family.refreshAt(withSupported("notes:read", "notes:write")).getString("scope"));
        assertEquals("invalid_scope", family.refusalAt(withSupported("notes:write")));
        assertEquals("invalid_scope", family.refusalAt(withSupported("notes:write"), "scope", "notes:write"));
        assertEquals(SCOPE, family.refreshAt(before).getString("scope"));
    }

    @Test
    void aResourceThatIsNoLongerIssuedIsNotRefreshed() {
        Family family = new Family();
        TestServer without = withoutTheResource();
        assertEquals("invalid_target", family.refusalAt(without));
        assertEquals("invalid_target", family.refusalAt(without, "resource", TestServer.RESOURCE));
        assertEquals("invalid_target", family.refusalAt(without, "resource", TestServer.OTHER_RESOURCE));
        family.refreshAt(before);
    }

    @Test
    void aCodeBringsWhatMayBeIssuedNowAndARefusalDoesNotSpendIt() {
        String code = before.codeOf("app");
        assertEquals("invalid_scope", before.error(withScope("notes:write").redeem("app", code)));
        assertEquals("invalid_target", before.error(withoutTheResource().redeem("app", code)));
        TestServer lowered = withScope("notes:read");

        JsonObject tokens = lowered.json(lowered.redeem("app", code));

        assertEquals("notes:read", tokens.getString("scope"));
        EndpointResponse refreshed = before.refresh("app", tokens.getString("refresh_token"));
        assertEquals(SCOPE, before.json(refreshed).getString("scope"), "the user granted it");
    }

    @Test
    void aDeviceGetsWhatMayBeIssuedNowAndARefusalLosesNothing() {
        String code = deviceCode();
        assertEquals("invalid_scope", before.error(poll(withScope("notes:write"), code)));
        assertEquals("invalid_target", before.error(poll(withoutTheResource(), code)));
        TestServer lowered = withScope("notes:read");
        assertEquals("notes:read", lowered.json(poll(lowered, code)).getString("scope"));
    }

    /** OpenID Connect Core 1.0, sections 3.1.3.3 and 11: what these scopes bring goes with them. */
    @Test
    void withoutTheirScopesThereIsNeitherIdTokenNorRefreshToken() {
        String first = code("openid+offline_access+mcp%3Atools");
        String second = code("openid+offline_access+mcp%3Atools");
        JsonObject both = before.json(before.redeem("app", first));
        assertTrue(both.containsKey("id_token") && both.containsKey("refresh_token"));
        TestServer lowered = before.again(client("mcp:tools", false));

        JsonObject none = lowered.json(lowered.redeem("app", second));

        assertEquals("mcp:tools", none.getString("scope"));
        assertFalse(none.containsKey("id_token"));
        assertFalse(none.containsKey("refresh_token"));
    }
}
