package org.mcpoauth.server.authorization;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.mcpoauth.api.metadata.ClientAuthenticationMethod;
import org.mcpoauth.api.metadata.GrantType;
import org.mcpoauth.spi.endpoint.EndpointResponse;
import org.mcpoauth.spi.server.EndpointPaths;
import org.mcpoauth.spi.server.GrantRules;
import org.mcpoauth.spi.server.IdentityAssertionRules;
import org.mcpoauth.spi.server.TokenExchangeRules;

/**
 * The parameters of each endpoint that takes a form: missing, empty, twice, oversized, of another kind, unknown (OAuth
 * 2.1, section 3.2; RFC 6749, section 3.2: "Parameters sent without a value MUST be treated as if they were omitted").
 */
class EndpointFormsTest {
    private static final String BEARER = "urn:ietf:params:oauth:grant-type:jwt-bearer";
    private static final String HUGE = "x".repeat(20_000);

    private static final TestIdentityProvider IDP = new TestIdentityProvider("https://192.0.2.7/idp");

    private final TestServer server = new TestServer(builder -> builder.endpoints(
                    EndpointPaths.DEFAULT.withDevice("/device").withPar("/par"))
            .grants(GrantRules.DEFAULT
                    .withTokenExchange(TokenExchangeRules.OFF.withOffered(true))
                    .withIdentityAssertions(IdentityAssertionRules.of(List.of(IDP.trusted())))));

    /** A right request, as names and values. */
    private List<String> right(Form form) {
        List<String> all = new ArrayList<>(List.of("client_id", "app", "client_secret", TestServer.SECRET));
        all.addAll(
                switch (form) {
                    case CODE ->
                        List.of(
                                "grant_type",
                                "authorization_code",
                                "code",
                                server.codeOf("app"),
                                "redirect_uri",
                                TestServer.REDIRECT_URI,
                                "code_verifier",
                                TestServer.VERIFIER,
                                "resource",
                                TestServer.RESOURCE);
                    case REFRESH -> List.of("grant_type", "refresh_token", "refresh_token", tokens()[1]);
                    case CREDENTIALS ->
                        List.of(
                                "grant_type",
                                "client_credentials",
                                "resource",
                                TestServer.RESOURCE,
                                "scope",
                                "mcp:tools");
                    case EXCHANGE ->
                        List.of(
                                "grant_type",
                                GrantType.TOKEN_EXCHANGE.value(),
                                "subject_token",
                                tokens()[0],
                                "subject_token_type",
                                "urn:ietf:params:oauth:token-type:access_token",
                                "resource",
                                TestServer.RESOURCE);
                    case ASSERTION -> List.of("grant_type", BEARER, "assertion", assertion(), "scope", "mcp:tools");
                    case POLL -> List.of("grant_type", GrantType.DEVICE_CODE.value(), "device_code", allowedDevice());
                    case REVOKE, INTROSPECT -> List.of("token", tokens()[0], "token_type_hint", "access_token");
                    case DEVICE -> List.of("scope", "mcp:tools", "resource", TestServer.RESOURCE);
                    case PAR ->
                        List.of(
                                "response_type",
                                "code",
                                "redirect_uri",
                                TestServer.REDIRECT_URI,
                                "code_challenge",
                                TestServer.CHALLENGE,
                                "code_challenge_method",
                                "S256",
                                "scope",
                                "mcp:tools",
                                "resource",
                                TestServer.RESOURCE);
                });
        return all;
    }

    /** The forms that can be sent. */
    enum Form {
        CODE("/token", List.of("grant_type", "code", "code_verifier", "redirect_uri"), List.of("resource")),
        REFRESH("/token", List.of("grant_type", "refresh_token"), List.of()),
        CREDENTIALS("/token", List.of("grant_type", "resource"), List.of("scope")),
        EXCHANGE("/token", List.of("grant_type", "subject_token", "subject_token_type"), List.of("resource")),
        ASSERTION("/token", List.of("grant_type", "assertion"), List.of("scope")),
        POLL("/token", List.of("grant_type", "device_code"), List.of()),
        REVOKE("/revoke", List.of("token"), List.of("token_type_hint")),
        INTROSPECT("/introspect", List.of("token"), List.of("token_type_hint")),
        DEVICE("/device", List.of("resource"), List.of("scope")),
        PAR("/par", List.of("response_type", "code_challenge", "resource"), List.of("scope"));

        private final String path;
        private final List<String> required;
        private final List<String> optional;

        Form(String path, List<String> required, List<String> optional) {
            this.path = path;
            this.required = required;
            this.optional = optional;
        }

        List<String> names() {
            return Stream.of(required, optional).flatMap(List::stream).toList();
        }
    }

    static Stream<Arguments> required() {
        return Stream.of(Form.values()).flatMap(form -> form.required.stream().map(name -> Arguments.of(form, name)));
    }

    static Stream<Arguments> optional() {
        return Stream.of(Form.values()).flatMap(form -> form.optional.stream().map(name -> Arguments.of(form, name)));
    }

    static Stream<Arguments> all() {
        return Stream.of(Form.values()).flatMap(form -> form.names().stream().map(name -> Arguments.of(form, name)));
    }

    static Stream<Arguments> forms() {
        return Stream.of(Form.values()).map(Arguments::of);
    }

    @BeforeEach
    void addClient() {
        IDP.publish(server);
        server.addClient(
                "app",
                TestServer.SECRET,
                metadata -> metadata.tokenEndpointAuthMethod(ClientAuthenticationMethod.CLIENT_SECRET_POST)
                        .grantTypes(List.of(
                                GrantType.AUTHORIZATION_CODE,
                                GrantType.REFRESH_TOKEN,
                                GrantType.CLIENT_CREDENTIALS,
                                GrantType.TOKEN_EXCHANGE,
                                GrantType.JWT_BEARER,
                                GrantType.DEVICE_CODE)));
    }

    private String[] tokens() {
        var answer = server.json(post("/token", right(Form.CODE)));
        return new String[] {answer.getString("access_token"), answer.getString("refresh_token")};
    }

    private String assertion() {
        return IDP.sign(
                server,
                "oauth-id-jag+jwt",
                claims -> claims.add("client_id", "app")
                        .add("resource", TestServer.RESOURCE)
                        .add("scope", "mcp:tools"));
    }

    /** The code of a device that its user has allowed, so that the next poll gets tokens (RFC 8628, section 3.5). */
    private String allowedDevice() {
        var codes = server.json(post("/device", right(Form.DEVICE)));
        TestBrowser user = new TestBrowser(server);
        EndpointResponse page = user.login(user.open(TestServer.BASE + "/activate", ""));
        EndpointResponse question = user.submit(page, "user_code", codes.getString("user_code"));
        user.submit(question, "decision", "approve");
        return codes.getString("device_code");
    }

    private EndpointResponse post(String path, List<String> form) {
        return server.post(path, Map.of(), TestServer.form(form.toArray(String[]::new)));
    }

    /** Where a name stands; a value may be the same text. */
    private static int at(List<String> form, String name) {
        return IntStream.iterate(0, at -> at + 2)
                .filter(at -> form.get(at).equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static List<String> with(List<String> form, String name, String value) {
        List<String> changed = new ArrayList<>(form);
        changed.set(at(form, name) + 1, value);
        return changed;
    }

    private static List<String> without(List<String> form, String name) {
        List<String> changed = new ArrayList<>(form);
        int at = at(form, name);
        changed.subList(at, at + 2).clear();
        return changed;
    }

    private static List<String> and(List<String> form, String name, String value) {
        List<String> changed = new ArrayList<>(form);
        changed.addAll(List.of(name, value));
        return changed;
    }

    private void assertRefused(EndpointResponse response) {
        assertEquals(400, response.status(), () -> TestServer.text(response));
        assertTrue(server.error(response).startsWith("invalid_"), () -> TestServer.text(response));
        assertEquals("no-store", TestServer.header(response, "Cache-Control"));
    }

    private void assertTaken(EndpointResponse response) {
        assertEquals(2, response.status() / 100, () -> TestServer.text(response));
        assertEquals("no-store", TestServer.header(response, "Cache-Control"));
    }

    @ParameterizedTest
    @MethodSource("required")
    void whatIsNeededIsNeitherMissingNorEmpty(Form form, String name) {
        List<String> right = right(form);

        EndpointResponse missing = post(form.path, without(right, name));
        assertRefused(missing);
        EndpointResponse empty = post(form.path, with(right, name, ""));
        assertRefused(empty);
        if (!name.equals("resource")) {
            assertEquals(server.error(missing), server.error(empty));
        }
        assertTaken(post(form.path, right));
    }

    @ParameterizedTest
    @MethodSource("optional")
    void whatIsNotNeededMayBeMissing(Form form, String name) {
        assertTaken(post(form.path, without(right(form), name)));
    }

    /** RFC 6749, section 3.2: "MUST NOT be included more than once"; RFC 8707, section 2, for resources. */
    @ParameterizedTest
    @MethodSource("all")
    void nothingStandsThereTwice(Form form, String name) {
        List<String> right = right(form);
        String own = right.get(at(right, name) + 1);

        if (!name.equals("resource")) {
            assertRefused(post(form.path, and(right, name, own)));
        }
        assertRefused(post(form.path, and(right, name, "another")));
        assertTaken(post(form.path, right));
    }

    @ParameterizedTest
    @MethodSource("all")
    void whatIsOversizedIsRefusedOrUnknown(Form form, String name) {
        EndpointResponse response = post(form.path, with(right(form), name, HUGE));

        if (form == Form.REVOKE || form == Form.INTROSPECT) {
            assertTaken(response);
        } else {
            assertEquals(400, response.status(), () -> TestServer.text(response));
            assertTrue(TestServer.text(response).length() < 300, "nothing of it comes back");
        }
    }

    @ParameterizedTest
    @MethodSource("forms")
    void whatIsUnknownIsIgnored(Form form) {
        assertTaken(post(form.path, and(right(form), "unknown", "x")));
    }

    @ParameterizedTest
    @MethodSource("forms")
    void anotherKindOfBodyIsRefusedAndNothingIsLost(Form form) {
        List<String> right = right(form);
        String body = TestServer.form(right.toArray(String[]::new));
        for (String type : List.of("application/json", "text/plain", "multipart/form-data")) {
            assertRefused(server.send("POST", TestServer.BASE + form.path, null, Map.of("Content-Type", type), body));
        }
        assertRefused(server.post(form.path, Map.of(), body + "&a=%"));
        assertRefused(server.send("POST", TestServer.BASE + form.path, null, Map.of(), body));
        assertTaken(post(form.path, right));
    }

    /** RFC 6749, section 2.3.1: "MUST NOT be included in the request URI"; nor is anything else read there. */
    @ParameterizedTest
    @MethodSource("forms")
    void theQueryIsNotRead(Form form) {
        String body = TestServer.form(right(form).toArray(String[]::new));

        EndpointResponse response = server.send(
                "POST",
                TestServer.BASE + form.path,
                body,
                Map.of("Content-Type", "application/x-www-form-urlencoded"),
                "");

        assertEquals(4, response.status() / 100);
        assertTrue(server.error(response).matches("invalid_request|invalid_client"));
    }

    /** RFC 7521, section 4.1: a request without an assertion is incomplete, one with a wrong one is not granted. */
    @Test
    void anAssertionIsThereOnceAndRight() {
        List<String> request = List.of("client_id", "app", "client_secret", TestServer.SECRET, "grant_type", BEARER);

        assertEquals("invalid_request", server.error(post("/token", request)));
        assertEquals("invalid_request", server.error(post("/token", and(request, "assertion", ""))));
        assertEquals("invalid_grant", server.error(post("/token", and(request, "assertion", "x.y.z"))));
        assertEquals("invalid_grant", server.error(post("/token", and(request, "assertion", HUGE))));
        assertEquals(
                "invalid_request", server.error(post("/token", and(and(request, "assertion", "x"), "assertion", "x"))));
    }
}
