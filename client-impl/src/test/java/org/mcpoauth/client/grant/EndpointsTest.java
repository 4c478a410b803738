package org.mcpoauth.client.grant;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mcpoauth.api.Scopes;
import org.mcpoauth.api.Secret;
import org.mcpoauth.api.client.AuthorizationRequest;
import org.mcpoauth.api.client.AuthorizationRequestOptions;
import org.mcpoauth.api.client.ClientAuthentication;
import org.mcpoauth.api.client.ClientAuthentication.AssertionOptions;
import org.mcpoauth.api.client.DeviceAuthorization;
import org.mcpoauth.api.client.Grant;
import org.mcpoauth.api.client.Grants;
import org.mcpoauth.api.client.Parameters;
import org.mcpoauth.api.client.RegisteredClient;
import org.mcpoauth.api.client.TokenKind;
import org.mcpoauth.api.error.FailureCode;
import org.mcpoauth.api.error.McpOAuthException;
import org.mcpoauth.api.error.OAuthErrorException;
import org.mcpoauth.api.error.ResponseViolationException;
import org.mcpoauth.api.error.TransportException;
import org.mcpoauth.api.metadata.GrantType;
import org.mcpoauth.api.metadata.TokenTypeIdentifier;
import org.mcpoauth.client.scripted.Answer;
import org.mcpoauth.client.scripted.Received;
import org.mcpoauth.client.scripted.ScriptedAuthorizationServer;
import org.mcpoauth.client.scripted.World;

/** The other endpoints of an authorization server, and the other grants. */
class EndpointsTest {
    private final World world = new World();
    private final Clients clients = new Clients(world);
    private final Grants grants = world.runtime.grants();

    @AfterEach
    void close() {
        world.close();
    }

    private AuthorizationRequestOptions options() {
        return AuthorizationRequestOptions.of(World.REDIRECT, clients.resource(), Scopes.of("a"));
    }

    /** RFC 7009, section 2.1. */
    @Test
    void revocationNamesTokenAndKind() {
        RegisteredClient client = clients.with("me", null, new ClientAuthentication.ClientSecretPost(Secret.of("s")));
        grants.revoke(client, Secret.of("t 1"), TokenKind.ACCESS_TOKEN);
        Received request = world.as.http.last("/revoke");
        assertEquals("t 1", request.form("token"));
        assertEquals("access_token", request.form("token_type_hint"));
        assertEquals("s", request.form("client_secret"));
    }

    @Test
    void aRefusedRevocationIsSaid() {
        world.as.http.on("/revoke", ScriptedAuthorizationServer.error(400, "unsupported_token_type"));
        OAuthErrorException refused = assertThrows(
                OAuthErrorException.class,
                () -> grants.revoke(clients.open(), Secret.of("t"), TokenKind.REFRESH_TOKEN));
        assertEquals("unsupported_token_type", refused.error().value());
    }

    /** RFC 7662, section 2. */
    @Test
    void introspectionGivesTheAnswer() {
        world.as.http.on("/introspect", Answer.json(200, "{\"active\":true,\"scope\":\"a\"}"));
        assertTrue(grants.introspect(clients.open(), Secret.of("t"), null).active());
        assertFalse(world.as.http.last("/introspect").hasForm("token_type_hint"));
        world.as.http.on("/introspect", Answer.json(200, "{\"active\":false}"));
        assertFalse(grants.introspect(clients.open(), Secret.of("t"), TokenKind.ACCESS_TOKEN)
                .active());
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"active\":\"true\"}", "{\"active\":1}", "{\"active\":null}", "[]"})
    void anIntrospectionThatDoesNotSayIsRefused(String body) {
        world.as.http.on("/introspect", Answer.json(200, body));
        assertThrows(ResponseViolationException.class, () -> grants.introspect(clients.open(), Secret.of("t"), null));
    }

    /** RFC 9126, section 2: the browser sees a reference only. */
    @Test
    void aPushedRequestLeavesAReference() {
        world.as.http.on("/par", Answer.json(201, "{\"request_uri\":\"urn:x:1\",\"expires_in\":60}"));
        RegisteredClient client = clients.with("me", null, new ClientAuthentication.ClientSecretBasic(Secret.of("s")));
        AuthorizationRequest request = grants.pushedAuthorizationRequest(client, options());
        assertEquals(
                world.as.http.origin() + "/authorize?client_id=me&request_uri=urn%3Ax%3A1",
                request.uri().toString());
        Received pushed = world.as.http.last("/par");
        assertEquals("me", pushed.form("client_id"));
        assertEquals("code", pushed.form("response_type"));
        assertEquals(request.state().reveal(), pushed.form("state"));
        assertEquals(ScriptedAuthorizationServer.s256(request.codeVerifier().reveal()), pushed.form("code_challenge"));
        assertEquals(clients.resource().value(), pushed.form("resource"));
        assertEquals(World.REDIRECT.toString(), pushed.form("redirect_uri"));
        assertTrue(pushed.header("Authorization").startsWith("Basic "));
    }

    @Test
    void aPushedRequestNamesItsClientOnceWithEveryMethod() {
        world.as.http.on("/par", Answer.json(201, "{\"request_uri\":\"urn:x:1\",\"expires_in\":60}"));
        Secret secret = Secret.of("0123456789".repeat(4));
        for (ClientAuthentication method : List.of(
                new ClientAuthentication.None(),
                new ClientAuthentication.ClientSecretPost(secret),
                new ClientAuthentication.ClientSecretJwt(secret, "HS256", AssertionOptions.DEFAULT))) {
            grants.pushedAuthorizationRequest(clients.with("me", null, method), options());
            assertEquals("me", world.as.http.last("/par").form("client_id"));
        }
    }

    @Test
    void aServerThatWantsPushedRequestsGetsThem() throws Exception {
        world.as.metadata.put("require_pushed_authorization_requests", "true");
        world.as.http.on("/par", request -> {
            world.as.http.on(
                    "/authorize",
                    opened -> world.as.authorize(
                            new Received("GET", "/authorize", request.body(), request.headers(), "")));
            return Answer.json(201, "{\"request_uri\":\"urn:x:1\",\"expires_in\":60}");
        });
        assertEquals(200, world.call(world.client(), "read").statusCode());
        assertFalse(world.as.http.last("/authorize").hasParameter("code_challenge"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"request_uri\":\"\"}", "{\"request_uri\":7}", "x"})
    void anAnswerWithoutReferenceIsRefused(String body) {
        world.as.http.on("/par", Answer.json(201, body));
        assertThrows(
                ResponseViolationException.class, () -> grants.pushedAuthorizationRequest(clients.open(), options()));
    }

    /** RFC 8628, section 3.2. */
    @Test
    void aDeviceAuthorizationIsRead() {
        String page = world.as.http.origin() + "/device-page";
        world.as.http.on(
                "/device",
                Answer.json(
                        200,
                        "{\"device_code\":\"hidden\",\"user_code\":\"AB-CD\",\"verification_uri\":\"" + page
                                + "\",\"verification_uri_complete\":\"" + page + "?c=1\",\"expires_in\":600}"));
        DeviceAuthorization device =
                grants.deviceAuthorization(clients.open(), Scopes.of("a", "b"), clients.resource());
        assertEquals(URI.create(page), device.verificationUri());
        assertEquals(URI.create(page + "?c=1"), device.verificationUriComplete());
        assertEquals(Duration.ofSeconds(5), device.interval());
        assertEquals("a b", world.as.http.last("/device").form("scope"));
        assertEquals(clients.resource().value(), world.as.http.last("/device").form("resource"));
        assertFalse(device.toString().contains("hidden"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"javascript:alert(1)", "http://203.0.113.9/x", "relative", "http://[broken", "file:///etc/passwd"
            })
    void aPageThatMustNotBeOpenedIsRefused(String page) {
        for (String member : List.of("verification_uri", "verification_uri_complete")) {
            String good = member.equals("verification_uri")
                    ? ""
                    : ",\"verification_uri\":\"" + world.as.http.origin() + "/ok\"";
            world.as.http.on(
                    "/device",
                    Answer.json(
                            200,
                            "{\"device_code\":\"d\",\"user_code\":\"u\",\"expires_in\":600,\"" + member + "\":\"" + page
                                    + "\"" + good + "}"));
            assertThrows(
                    McpOAuthException.class,
                    () -> grants.deviceAuthorization(clients.open(), Scopes.NONE, clients.resource()));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"expires_in\":0", "\"expires_in\":-1", "\"x\":0", "\"expires_in\":9,\"interval\":0"})
    void timesThatMakeNoSenseAreRefused(String times) {
        world.as.http.on(
                "/device",
                Answer.json(
                        200,
                        "{\"device_code\":\"d\",\"user_code\":\"u\",\"verification_uri\":\"" + world.as.http.origin()
                                + "/ok\"," + times + "}"));
        assertThrows(
                ResponseViolationException.class,
                () -> grants.deviceAuthorization(clients.open(), Scopes.NONE, clients.resource()));
    }

    @Test
    void anEndpointTheServerDoesNotHaveIsSaid() {
        for (String name : List.of(
                "revocation_endpoint",
                "introspection_endpoint",
                "pushed_authorization_request_endpoint",
                "device_authorization_endpoint",
                "token_endpoint",
                "authorization_endpoint")) {
            world.as.metadata.remove(name);
        }
        RegisteredClient client = clients.open();
        for (Executable call : List.<Executable>of(
                () -> grants.revoke(client, Secret.of("t"), TokenKind.ACCESS_TOKEN),
                () -> grants.introspect(client, Secret.of("t"), null),
                () -> grants.pushedAuthorizationRequest(client, options()),
                () -> grants.authorizationRequest(client, options()),
                () -> grants.deviceAuthorization(client, Scopes.NONE, clients.resource()),
                () -> grants.token(client, new Grant.ClientCredentials(Scopes.NONE, clients.resource()), null))) {
            assertEquals(
                    FailureCode.MISSING_SERVER_METADATA,
                    assertThrows(ResponseViolationException.class, call).code());
        }
    }

    /** RFC 7523, section 2.1; RFC 8693, section 2.1; RFC 8628, section 3.4. */
    @Test
    void otherGrantsAreSentAsTheirSpecificationsSay() {
        world.as.token = request -> world.as.issue("");
        TokenTypeIdentifier idToken = TokenTypeIdentifier.of("urn:ietf:params:oauth:token-type:id_token");
        TokenTypeIdentifier idJag = TokenTypeIdentifier.of("urn:ietf:params:oauth:token-type:id-jag");
        Received exchange = send(new Grant.TokenExchange(
                Secret.of("subject"),
                idToken,
                null,
                null,
                idJag,
                List.of("https://as"),
                Scopes.NONE,
                clients.resource()));
        assertEquals("urn:ietf:params:oauth:grant-type:token-exchange", exchange.form("grant_type"));
        assertEquals("subject", exchange.form("subject_token"));
        assertEquals(idToken.value(), exchange.form("subject_token_type"));
        assertEquals(idJag.value(), exchange.form("requested_token_type"));
        assertEquals("https://as", exchange.form("audience"));
        Received bearer = send(new Grant.JwtBearer(Secret.of("jwt"), Scopes.of("a"), clients.resource()));
        assertEquals("urn:ietf:params:oauth:grant-type:jwt-bearer", bearer.form("grant_type"));
        assertEquals("jwt", bearer.form("assertion"));
        Received device = send(new Grant.DeviceCode(Secret.of("d"), clients.resource()));
        assertEquals("urn:ietf:params:oauth:grant-type:device_code", device.form("grant_type"));
        Received extension = send(new Grant.Extension(
                GrantType.of("urn:x:own"), Parameters.builder().add("p", "v").build()));
        assertEquals("v", extension.form("p"));
        for (Received each : List.of(exchange, bearer, device)) {
            assertEquals(clients.resource().value(), each.form("resource"));
        }
    }

    @Test
    void anAuthorizationEndpointIsJudgedBeforeItIsOpened() {
        world.as.put("authorization_endpoint", "http://203.0.113.7/authorize");
        assertEquals(
                FailureCode.ENDPOINT_REFUSED,
                assertThrows(TransportException.class, () -> grants.authorizationRequest(clients.open(), options()))
                        .code());
    }

    private Received send(Grant grant) {
        grants.token(clients.open(), grant, null);
        return world.as.http.last("/token");
    }
}
