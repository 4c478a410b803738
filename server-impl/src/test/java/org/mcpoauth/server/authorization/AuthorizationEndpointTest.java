package org.mcpoauth.server.authorization;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.JsonObject;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mcpoauth.api.Issuer;
import org.mcpoauth.api.ResourceIdentifier;
import org.mcpoauth.api.Scopes;
import org.mcpoauth.api.metadata.ClientAuthenticationMethod;
import org.mcpoauth.api.metadata.ClientMetadata;
import org.mcpoauth.api.metadata.GrantType;
import org.mcpoauth.api.metadata.ResponseType;
import org.mcpoauth.api.provider.Client;
import org.mcpoauth.spi.AuthorizationServerConfiguration;
import org.mcpoauth.spi.endpoint.EndpointResponse;
import org.mcpoauth.spi.server.ClientRules;
import org.mcpoauth.spi.server.TokenIssuance;

/** RFC 6749, section 4.1.1 and 4.1.2.1; RFC 7636, section 4.4.1; RFC 8707, section 2; RFC 9207, section 2. */
class AuthorizationEndpointTest {
    private static final String REDIRECT_PARAMETER = TestServer.form("redirect_uri", TestServer.REDIRECT_URI);

    private final TestServer server = new TestServer();
    private final String query = TestServer.authorizationQuery("app");

    @BeforeEach
    void addClient() {
        server.addPublicClient("app");
    }

    @Nested
    class BeforeClientAndRedirectUriAreTrusted {
        @ParameterizedTest
        @ValueSource(strings = {"nobody", "", "app app", "APP"})
        void anUnknownClientGetsAPage(String clientId) {
            assertPage(
                    400,
                    "invalid_client",
                    authorize(query.replace("client_id=app", TestServer.form("client_id", clientId))));
        }

        /** It may be there in a minute: an outage says nothing about the client. */
        @Test
        void aClientWhoseDocumentCannotBeReachedGetsAPage() {
            String clientId = TestServer.form("client_id", "https://unknown.example/client.json");

            assertPage(503, "temporarily_unavailable", authorize(query.replace("client_id=app", clientId)));
        }

        @Test
        void aHugeClientIdGetsAPage() {
            assertPage(
                    400, "invalid_client", authorize(query.replace("client_id=app", "client_id=" + "x".repeat(9000))));
        }

        @Test
        void aRepeatedClientGetsAPage() {
            assertPage(400, "invalid_client", authorize(query + "&client_id=app"));
        }

        @Test
        void aRepeatedRedirectUriGetsAPage() {
            assertPage(400, "invalid_request", authorize(query + "&" + REDIRECT_PARAMETER));
        }

        /** RFC 6749, section 3.1: what is there twice is not left out. */
        @Test
        void aRepeatedRedirectUriOfAClientWithOneGetsAPage() {
            server.addClient(
                    "one",
                    null,
                    metadata -> metadata.tokenEndpointAuthMethod(ClientAuthenticationMethod.NONE)
                            .redirectUris(List.of(URI.create(TestServer.REDIRECT_URI))));
            String ofOne = TestServer.authorizationQuery("one");

            assertPage(400, "invalid_request", authorize(ofOne + "&" + REDIRECT_PARAMETER));
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "http://127.0.0.1:8765/callback/",
                    "http://127.0.0.1:8765/Callback",
                    "http://127.0.0.1:8765/callback?x=y",
                    "http://127.0.0.1:8765/callback#x",
                    "http://127.0.0.1:8765/callback/../callback",
                    "http://user@127.0.0.1:8765/callback",
                    "https://127.0.0.1:8765/callback",
                    "http://127.0.0.1:0/callback",
                    "http://127.0.0.2:8765/callback",
                    "http://localhost:8765/callback",
                    "http://127.0.0.1:8765@evil.example/callback",
                    "http://127.0.0.1.evil.example/callback",
                    "https://app.example/cb",
                    "https://app.example/cb?a=b&c=d",
                    "https://app.example:443/cb?a=b",
                    "https://APP.example/cb?a=b",
                    "https://evil.example/",
                    "javascript:alert(1)",
                    "//evil.example",
                    "not a url",
                    "%00"
                })
        void anUnregisteredRedirectUriGetsAPage(String uri) {
            EndpointResponse response =
                    authorize(query.replace(REDIRECT_PARAMETER, TestServer.form("redirect_uri", uri)));

            assertPage(400, "invalid_request", response);
            assertFalse(TestServer.text(response).contains("evil"), "nothing of the request is shown");
        }

        @Test
        void aMissingRedirectUriGetsAPageIfThereAreSeveral() {
            assertPage(400, "invalid_request", authorize(query.replace(REDIRECT_PARAMETER + "&", "")));
            assertPage(400, "invalid_request", authorize(query.replace(REDIRECT_PARAMETER, "redirect_uri=")));
        }

        @ParameterizedTest
        @ValueSource(strings = {"client_id=%", "client_id=%ff", "client_id=a b"})
        void aMalformedQueryGetsAPage(String malformed) {
            assertPage(400, "invalid_request", authorize(malformed));
        }

        @Test
        void aHugeQueryGetsAPage() {
            assertPage(400, "invalid_request", authorize(query + "&x=" + "y".repeat(17_000)));
        }

        @Test
        void aPostThatIsNoFormGetsAPage() {
            assertPage(
                    400,
                    "invalid_request",
                    server.send(
                            "POST",
                            TestServer.BASE + "/authorize",
                            null,
                            Map.of("Content-Type", "application/json"),
                            query));
        }

        @Test
        void aStoreThatFailsGetsAPage() {
            server.store.setBroken(true);
            EndpointResponse response = authorize(query);

            assertPage(503, "temporarily_unavailable", response);
            assertEquals("5", TestServer.header(response, "Retry-After"));
            assertFalse(TestServer.text(response).contains("jdbc"));
        }

        private void assertPage(int status, String code, EndpointResponse response) {
            assertEquals(status, response.status());
            assertEquals("", TestServer.header(response, "Location"));
            assertEquals("text/html; charset=utf-8", TestServer.header(response, "Content-Type"));
            assertTrue(TestServer.text(response).contains("<code>" + code + "</code>"), TestServer.text(response));
            Pages.assertProtected(response);
        }
    }

    @Nested
    class Afterwards {
        @ParameterizedTest
        @CsvSource({
            "response_type=code, , invalid_request",
            "response_type=code, response_type=token, unsupported_response_type",
            "response_type=code, response_type=code+id_token, unsupported_response_type",
            "response_type=code, response_type=none, unsupported_response_type",
            "code_challenge_method=S256, , invalid_request",
            "code_challenge_method=S256, code_challenge_method=plain, invalid_request",
            "code_challenge_method=S256, code_challenge_method=s256, invalid_request",
            "scope=mcp%3Atools+notes%3Aread, scope=mcp%3Atools+admin, invalid_scope",
            "scope=mcp%3Atools+notes%3Aread, scope=%22, invalid_scope",
            "scope=mcp%3Atools+notes%3Aread, scope=MCP%3Atools, invalid_scope",
            "resource=https%3A%2F%2Fmcp.example%2Fmcp, , invalid_target",
            "resource=https%3A%2F%2Fmcp.example%2Fmcp, resource=https%3A%2F%2Fmcp.example, invalid_target",
            "resource=https%3A%2F%2Fmcp.example%2Fmcp, resource=https%3A%2F%2Fmcp.example%2Fmcp%2F, invalid_target",
            "resource=https%3A%2F%2Fmcp.example%2Fmcp, resource=https%3A%2F%2Fmcp.example%2Fmcp%23x, invalid_target",
            "resource=https%3A%2F%2Fmcp.example%2Fmcp, resource=%2Fmcp, invalid_target",
            "resource=https%3A%2F%2Fmcp.example%2Fmcp, resource=nonsense+text, invalid_target",
            "resource=https%3A%2F%2Fmcp.example%2Fmcp, resource=urn%3Ax, invalid_target",
        })
        void aMistakeIsToldToTheClient(String right, String wrong, String error) {
            String changed = query.replace(right, wrong == null ? "x=y" : wrong);

            assertRefused(error, authorize(changed));
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "",
                    "short",
                    "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-c",
                    "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cMM",
                    "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-c=",
                    "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw+cM",
                    "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cN"
                })
        void aChallengeIsADigestInBase64Url(String challenge) {
            String changed = query.replace(
                    "code_challenge=" + TestServer.CHALLENGE, TestServer.form("code_challenge", challenge));

            assertRefused("invalid_request", authorize(changed));
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "response_type=code",
                    "scope=mcp%3Atools",
                    "code_challenge=x",
                    "code_challenge_method=S256",
                    "prompt=login",
                    "code_challenge_method=S256"
                })
        void aRepeatedParameterIsToldToTheClient(String parameter) {
            assertRefused("invalid_request", authorize(query + "&" + parameter + "&" + parameter));
        }

        /** RFC 6749, section 3.1: what has no value is not there. */
        @ParameterizedTest
        @ValueSource(strings = {"response_type", "code_challenge", "code_challenge_method", "resource"})
        void whatIsNeededAndEmptyIsMissing(String name) {
            EndpointResponse empty = authorize(withValue(name, ""));

            assertRefused(name.equals("resource") ? "invalid_target" : "invalid_request", empty);
            assertEquals(TestServer.header(authorize(without(name)), "Location"), TestServer.header(empty, "Location"));
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "scope",
                    "state",
                    "response_mode",
                    "prompt",
                    "max_age",
                    "acr_values",
                    "login_hint",
                    "dpop_jkt",
                    "nonce",
                    "request",
                    "request_uri",
                    "ui_locales"
                })
        void whatIsNotNeededMayBeEmpty(String name) {
            assertEquals(200, authorize(withValue(name, "")).status());
        }

        @Test
        void anEmptyStateIsNotGivenBack() {
            EndpointResponse response =
                    authorize(withValue("state", "").replace("response_type=code", "response_type=token"));

            assertEquals(
                    "unsupported_response_type",
                    TestBrowser.parameter(response, "error").orElseThrow());
            assertTrue(TestBrowser.parameter(response, "state").isEmpty());
        }

        @Test
        void aStateHasALimit() {
            assertEquals(200, authorize(withValue("state", "s".repeat(2048))).status());
            EndpointResponse response = authorize(withValue("state", "s".repeat(2049)));

            assertEquals(
                    "invalid_request", TestBrowser.parameter(response, "error").orElseThrow());
            assertEquals(
                    "state is too long",
                    TestBrowser.parameter(response, "error_description").orElseThrow());
            assertTrue(TestBrowser.parameter(response, "state").isEmpty(), "what is too long is not given back");
        }

        private String without(String name) {
            return Stream.of(query.split("&", -1))
                    .filter(pair -> !pair.startsWith(name + "="))
                    .collect(Collectors.joining("&"));
        }

        private String withValue(String name, String value) {
            return without(name) + "&" + name + "=" + value;
        }

        @ParameterizedTest
        @ValueSource(strings = {"response_mode=fragment", "response_mode=form_post"})
        void whatWouldChangeTheMeaningIsRefused(String parameter) {
            assertRefused("invalid_request", authorize(query + "&" + parameter));
        }

        @Test
        void aRepeatedStateIsNotGivenBack() {
            EndpointResponse response = authorize(query + "&state=other");

            assertEquals(
                    "invalid_request", TestBrowser.parameter(response, "error").orElseThrow());
            assertTrue(TestBrowser.parameter(response, "state").isEmpty());
            assertEquals(
                    TestServer.ISSUER, TestBrowser.parameter(response, "iss").orElseThrow());
        }

        @Test
        void unknownParametersAreIgnored() {
            assertEquals(
                    200,
                    authorize(query + "&something=else&response_mode=query").status());
        }

        @Test
        void aClientThatIsNotRegisteredForCodesIsRefused() {
            server.addClient(
                    "machine",
                    TestServer.SECRET,
                    metadata -> metadata.tokenEndpointAuthMethod(ClientAuthenticationMethod.CLIENT_SECRET_BASIC)
                            .grantTypes(List.of(GrantType.CLIENT_CREDENTIALS)));
            server.addClient("odd", null, metadata -> metadata.responseTypes(List.of(ResponseType.NONE)));

            assertRefused("unauthorized_client", authorize(TestServer.authorizationQuery("machine")));
            assertRefused("unauthorized_client", authorize(TestServer.authorizationQuery("odd")));
        }

        @Test
        void parametersAreAppendedToAQueryThatIsThere() {
            String uri = "https://app.example/cb?a=b";
            String changed = query.replace(REDIRECT_PARAMETER, TestServer.form("redirect_uri", uri))
                    .replace("response_type=code", "response_type=token");

            String location = TestServer.header(authorize(changed), "Location");

            assertTrue(location.startsWith(uri + "&error=unsupported_response_type"), location);
        }

        @Test
        void aFormIsAnsweredWith303() {
            EndpointResponse response =
                    server.post("/authorize", Map.of(), query.replace("response_type=code", "response_type=token"));

            assertEquals(303, response.status());
        }

        @Test
        void aFormIsAsGoodAsAQuery() {
            TestBrowser browser = new TestBrowser(server);
            EndpointResponse login = browser.post(TestServer.BASE + "/authorize", query);

            EndpointResponse redirect = browser.submit(browser.login(login), "decision", "approve");

            assertTrue(TestBrowser.parameter(redirect, "code").isPresent());
        }

        /** RFC 6749, section 4.1.2.1, where the client can be known without the store. */
        @Test
        void aStoreThatFailsIsToldToTheClient() {
            TestServer known =
                    new TestServer(builder -> builder.clients(ClientRules.DEFAULT.withKnown(List.of(app()))));
            TestBrowser browser = new TestBrowser(known);
            browser.login(browser.openAuthorization(query));
            known.store.setBroken(true);

            assertRefused("temporarily_unavailable", browser.openAuthorization(query));
            assertRefused("temporarily_unavailable", new TestBrowser(known).openAuthorization(query));
        }

        private Client app() {
            ClientMetadata metadata = ClientMetadata.builder()
                    .tokenEndpointAuthMethod(ClientAuthenticationMethod.NONE)
                    .redirectUris(List.of(URI.create(TestServer.REDIRECT_URI)))
                    .build();
            return new Client("app", metadata, null, Instant.EPOCH, null);
        }

        private void assertRefused(String error, EndpointResponse response) {
            assertEquals(302, response.status(), () -> TestServer.text(response));
            assertTrue(TestServer.header(response, "Location").startsWith(TestServer.REDIRECT_URI + "?error="));
            assertEquals(error, TestBrowser.parameter(response, "error").orElseThrow());
            assertEquals("s t&te", TestBrowser.parameter(response, "state").orElseThrow());
            assertEquals(
                    TestServer.ISSUER, TestBrowser.parameter(response, "iss").orElseThrow());
            assertEquals("no-store", TestServer.header(response, "Cache-Control"));
        }
    }

    @Nested
    class What {
        @Test
        void otherMethodsAreRefused() {
            EndpointResponse response = server.send("PUT", TestServer.BASE + "/authorize", query, Map.of(), "");

            assertEquals(405, response.status());
            assertEquals("GET, POST", TestServer.header(response, "Allow"));
        }

        @Test
        void scriptsOfOtherOriginsCannotReadIt() {
            assertEquals("", TestServer.header(authorize(query), "Access-Control-Allow-Origin"));
        }

        @ParameterizedTest
        @ValueSource(
                strings = {"http://127.0.0.1/callback", "http://127.0.0.1:1/callback", "http://127.0.0.1:65535/callback"
                })
        void aLoopbackAddressHasAFreePort(String uri) {
            assertEquals(
                    200,
                    authorize(query.replace(REDIRECT_PARAMETER, TestServer.form("redirect_uri", uri)))
                            .status());
        }

        @Test
        void localhostHasAFreePortIfConfigured() {
            TestServer strict =
                    new TestServer(builder -> builder.clients(ClientRules.DEFAULT.withLocalhostAnyPort(false)));
            for (TestServer one : List.of(server, strict)) {
                one.addClient(
                        "local",
                        null,
                        metadata -> metadata.tokenEndpointAuthMethod(ClientAuthenticationMethod.NONE)
                                .redirectUris(List.of(URI.create("http://localhost:1234/cb"))));
            }
            String changed = TestServer.authorizationQuery("local")
                    .replace(REDIRECT_PARAMETER, TestServer.form("redirect_uri", "http://localhost:4321/cb"));

            assertEquals(
                    200,
                    server.get(TestServer.BASE + "/authorize", changed, Map.of())
                            .status());
            assertEquals(
                    400,
                    strict.get(TestServer.BASE + "/authorize", changed, Map.of())
                            .status());
        }

        @Test
        void theOnlyResourceIsTheDefault() {
            TestServer single = new TestServer(builder -> AuthorizationServerConfiguration.builder(
                            Issuer.of(TestServer.ISSUER), List.of(ResourceIdentifier.of(TestServer.RESOURCE)))
                    .scopesSupported(Scopes.of("mcp:tools"))
                    .scopesDefault(Scopes.of("mcp:tools"))
                    .tokens(TokenIssuance.DEFAULT.withSigningAlgorithm("ES256")));
            single.addPublicClient("app");
            String bare = TestServer.form(
                    "response_type", "code",
                    "client_id", "app",
                    "redirect_uri", TestServer.REDIRECT_URI,
                    "code_challenge", TestServer.CHALLENGE,
                    "code_challenge_method", "S256");
            String code = new TestBrowser(single).authorize(bare);

            JsonObject tokens = single.json(single.token(
                    "grant_type",
                    "authorization_code",
                    "client_id",
                    "app",
                    "code",
                    code,
                    "redirect_uri",
                    TestServer.REDIRECT_URI,
                    "code_verifier",
                    TestServer.VERIFIER));

            assertEquals("mcp:tools", tokens.getString("scope"), "the default scope");
            assertEquals(
                    TestServer.RESOURCE,
                    Jwt.claims(single, tokens.getString("access_token")).getString("aud"));
        }

        /** URL libraries of clients write a host without path with a slash. */
        @Test
        void aResourceIsRecognisedInAnotherSpellingOfTheSameUrl() {
            String changed = query.replace(
                    "resource=https%3A%2F%2Fmcp.example%2Fmcp", "resource=HTTPS%3A%2F%2FMCP.example%3A443%2Fmcp");
            String code = new TestBrowser(server).authorize(changed);

            String token = server.json(server.redeem("app", code)).getString("access_token");

            assertEquals(TestServer.RESOURCE, Jwt.claims(server, token).getString("aud"));
        }
    }

    private EndpointResponse authorize(String changed) {
        return server.get(TestServer.BASE + "/authorize", changed, Map.of());
    }
}
