package org.mcpoauth.server.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.mcpoauth.server.wire.RestServer.CALL;
import static org.mcpoauth.server.wire.RestServer.send;
import static org.mcpoauth.server.wire.RestServer.with;

import jakarta.json.JsonObjectBuilder;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.mcpoauth.api.Issuer;
import org.mcpoauth.api.challenge.Challenge;
import org.mcpoauth.api.challenge.Challenges;
import org.mcpoauth.server.ProofMaker;
import org.mcpoauth.server.TestIssuer;
import org.mcpoauth.spi.ResourceServerConfiguration;
import org.mcpoauth.spi.resource.TokenForm;
import org.mcpoauth.spi.resource.TokenProfile;
import org.mcpoauth.spi.resource.TokenRules;
import org.mcpoauth.spi.resource.TrustedIssuer;
import org.mcpoauth.spi.support.json.StrictJson;

/**
 * Callers that the container has authenticated by a token (MicroProfile JWT 2.1, "Mapping MP-JWT Tokens to Jakarta EE
 * Container APIs"): its word is taken for the signature and for nothing else (RFC 9068, section 4; RFC 7800, section 3;
 * MCP authorization, "Token Handling").
 */
class ContainerCallersOverHttpTest {
    private final ContainerLogin container = new ContainerLogin();
    private final McpEndpoint endpoint = new McpEndpoint();
    private RestServer server;

    @BeforeEach
    void start() {
        server = server(it -> it);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private RestServer server(UnaryOperator<ResourceServerConfiguration.Builder> configure) {
        RestApplication application = new RestApplication().register(endpoint).register(container);
        return new RestServer(application, it -> configure.apply(byContainer(it)));
    }

    private static ResourceServerConfiguration.Builder byContainer(ResourceServerConfiguration.Builder builder) {
        return builder.issuers(List.of(TrustedIssuer.of(Issuer.of("http://127.0.0.1:7000"))))
                .form(TokenForm.CONTAINER)
                .containerTokens(ContainerLogin.TOKENS);
    }

    /** The answer to a token that the container has accepted too. */
    private HttpResponse<String> accepted(String token) {
        container.accepts(token);
        return server.call(token, CALL);
    }

    private void assertServed(HttpResponse<String> answer) {
        assertEquals(200, answer.statusCode(), answer.body());
        assertEquals(1, endpoint.runs.getAndSet(0));
    }

    private void assertInvalidToken(HttpResponse<String> answer) {
        assertEquals(401, answer.statusCode(), answer.body());
        assertEquals(Optional.of("invalid_token"), challenge(answer).parameter("error"));
        assertEquals(
                Optional.of("http://127.0.0.1/.well-known/oauth-protected-resource/mcp"),
                challenge(answer).resourceMetadata().map(Object::toString));
        assertEquals(0, endpoint.runs.get(), "the application must not run");
    }

    private static Challenge challenge(HttpResponse<String> answer) {
        return Challenges.parse(answer.headers().allValues("WWW-Authenticate"))
                .all()
                .get(0);
    }

    @Test
    void theCallerIsThatOfTheTokenAndNotThatOfTheContainer() {
        HttpResponse<String> answer = accepted(server.issuer.token());
        assertEquals("alice session=null scheme=Bearer role=true " + CALL, answer.body());
        assertServed(answer);
        assertEquals(0, server.transport.calls(), "no key is needed");
    }

    @Test
    void theContainerAnswersForTheSignature() {
        String token = server.issuer.token();
        assertServed(accepted(token.substring(0, token.lastIndexOf('.') + 1) + "A".repeat(86)));
    }

    @Test
    void withoutATokenOfTheContainerEveryTokenIsRefused() {
        String token = server.issuer.token();
        assertInvalidToken(server.call(token, CALL));
        container.caller = () -> () -> "alice";
        assertInvalidToken(server.call(token, CALL));
    }

    @Test
    void whatTheContainerHasNotSeenIsRefused() {
        String alice = server.issuer.token();
        String bob = server.issuer.token(claims -> claims.add("sub", "bob"));
        container.accepts(bob);
        assertInvalidToken(server.call(alice, CALL));
        container.accepts(alice + "A");
        assertInvalidToken(server.call(alice, CALL));
        container.accepts(alice);
        assertInvalidToken(server.call(alice.substring(0, alice.lastIndexOf('.') + 1) + "A".repeat(86), CALL));
        assertServed(server.call(alice, CALL));
    }

    @Test
    void aTokenIsComparedAndJudgedForEveryRequest() {
        String token = server.issuer.token();
        assertServed(accepted(token));
        container.accepts(server.issuer.token(claims -> claims.add("sub", "bob")));
        assertInvalidToken(server.call(token, CALL));
        assertServed(accepted(token));
        server.clock.move(Duration.ofMinutes(11));
        assertInvalidToken(accepted(token));
    }

    // RFC 6750, sections 2.1 and 3.1
    @Test
    void aCallerOfTheContainerIsNoCredential() {
        String token = server.issuer.token();
        container.accepts(token);
        Stream<HttpRequest.Builder> without = Stream.of(
                server.post(CALL),
                server.post(CALL).header("Authorization", "Basic YTpi"),
                server.post(CALL).header("Cookie", "Bearer=" + token),
                server.get("/mcp?access_token=" + token));
        without.forEach(request -> {
            HttpResponse<String> answer = send(request);
            assertEquals(401, answer.statusCode());
            assertEquals(Optional.empty(), challenge(answer).parameter("error"));
        });
        HttpResponse<String> twice = send(with(token, server.get("/mcp?access_token=" + token)));
        assertEquals(400, twice.statusCode());
        assertEquals(Optional.of("invalid_request"), challenge(twice).parameter("error"));
        assertEquals(0, endpoint.runs.get());
    }

    static Stream<UnaryOperator<JsonObjectBuilder>> faults() {
        return Stream.of(
                claims -> claims.add("aud", "https://other.example"),
                claims -> claims.remove("aud"),
                claims -> claims.add("iss", "http://127.0.0.1:7001"),
                claims -> claims.add("iss", "http://127.0.0.1:7000/"),
                claims -> claims.remove("iss"),
                claims -> claims.add("exp", 1),
                claims -> claims.remove("exp"),
                claims -> claims.add("nbf", 4_000_000_000L),
                claims -> claims.add("cnf", StrictJson.create().object().add("jkt", "x")),
                claims -> claims.add("cnf", StrictJson.create().object().add("kid", "x")),
                claims -> claims.add("cnf", "x"));
    }

    @ParameterizedTest
    @MethodSource("faults")
    void theClaimsAreJudgedAgain(UnaryOperator<JsonObjectBuilder> fault) {
        assertInvalidToken(accepted(server.issuer.token(fault)));
    }

    @Test
    void theTypeIsJudgedByTheProfile() {
        String plain = server.issuer.sign("JWT", server.issuer.claims().build());
        assertServed(accepted(plain));
        assertInvalidToken(
                accepted(server.issuer.sign("logout+jwt", server.issuer.claims().build())));
        try (RestServer strict = server(it -> it.token(TokenRules.DEFAULT.withProfile(TokenProfile.RFC9068)))) {
            container.accepts(plain);
            assertInvalidToken(strict.call(plain, CALL));
            String typed = server.issuer.token();
            container.accepts(typed);
            assertServed(strict.call(typed, CALL));
        }
    }

    // RFC 9449, section 7.1
    @Test
    void aBoundTokenNeedsItsProofToo() {
        ProofMaker client = new ProofMaker(server.clock);
        String token = server.issuer.token(claims -> claims.add("cnf", client.cnf()));
        assertInvalidToken(accepted(token));
        HttpRequest.Builder request = server.post(CALL);
        client.headers(token, client.proof("POST", TestIssuer.RESOURCE, token)).forEach(request::header);
        assertServed(send(request));
    }

    @Test
    void theServletFilterAsksItsContainer() {
        EchoServlet servlet = new EchoServlet();
        try (ServletServer servlets =
                new ServletServer(servlet, ContainerCallersOverHttpTest::byContainer, container)) {
            String token = servlets.issuer.token();
            assertEquals(401, send(with(token, servlets.post(CALL))).statusCode());
            assertEquals(0, servlet.runs.get());
            container.accepts(token);
            assertEquals(
                    "alice alice Bearer true null " + CALL,
                    send(with(token, servlets.post(CALL))).body());
        }
    }

    /** The question costs something in some containers, and its answer must not matter. */
    @Test
    void theContainerIsNotAskedUnlessConfigured() {
        container.caller = () -> {
            throw new IllegalStateException("asked");
        };
        RestApplication application = new RestApplication().register(endpoint).register(container);
        try (RestServer ours = new RestServer(application, it -> it.containerTokens(ContainerLogin.TOKENS));
                ServletServer servlets = new ServletServer(new EchoServlet(), it -> it, container)) {
            assertServed(ours.call(ours.issuer.token(), CALL));
            String token = servlets.issuer.token();
            assertEquals(200, send(with(token, servlets.post(CALL))).statusCode());
        }
    }
}
