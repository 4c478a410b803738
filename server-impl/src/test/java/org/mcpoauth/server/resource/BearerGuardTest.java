package org.mcpoauth.server.resource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.JsonValue;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.mcpoauth.api.Issuer;
import org.mcpoauth.api.ResourceIdentifier;
import org.mcpoauth.api.Scopes;
import org.mcpoauth.api.Secret;
import org.mcpoauth.api.challenge.Challenge;
import org.mcpoauth.api.challenge.Challenges;
import org.mcpoauth.api.error.ConfigurationException;
import org.mcpoauth.api.error.FailureCode;
import org.mcpoauth.api.error.RejectionReason;
import org.mcpoauth.api.error.StorageException;
import org.mcpoauth.api.error.TokenRejectedException;
import org.mcpoauth.api.error.TransportException;
import org.mcpoauth.api.token.PresentedToken;
import org.mcpoauth.api.token.RequestStateCodec.Origin;
import org.mcpoauth.api.token.TokenPrincipal;
import org.mcpoauth.api.token.TokenVerifier;
import org.mcpoauth.api.token.VerifiedToken;
import org.mcpoauth.server.MovableClock;
import org.mcpoauth.server.ScriptedTransport;
import org.mcpoauth.server.TestIssuer;
import org.mcpoauth.spi.McpOAuthServices;
import org.mcpoauth.spi.ResourceServerConfiguration;
import org.mcpoauth.spi.endpoint.Endpoint;
import org.mcpoauth.spi.endpoint.EndpointResponse;
import org.mcpoauth.spi.resource.GuardDecision;
import org.mcpoauth.spi.resource.GuardedRequest;
import org.mcpoauth.spi.resource.ProtectedResource;
import org.mcpoauth.spi.resource.RequestStateRules;
import org.mcpoauth.spi.resource.ResourceDescription;
import org.mcpoauth.spi.store.StateStore;

/** The guard without a framework: what fails behind it, and what configuration changes. */
class BearerGuardTest {
    private static final String URL = "https://mcp.example/mcp";
    private static final RequestStateRules COMMON =
            RequestStateRules.DEFAULT.withKeys(List.of(Secret.of("the key that all the nodes of a test share")));
    private static final Issuer ISSUER = Issuer.of("https://as.example");

    private final MovableClock clock = new MovableClock();
    private final List<PresentedToken> presented = new ArrayList<>();

    private VerifiedToken accept(PresentedToken token) {
        presented.add(token);
        TokenPrincipal principal = new TokenPrincipal("client", ISSUER, "alice");
        return new VerifiedToken(
                principal,
                Scopes.NONE,
                List.of(URL),
                clock.instant().plusSeconds(60),
                Set.of(),
                null,
                JsonValue.EMPTY_JSON_OBJECT);
    }

    private static StateStore brokenStore() {
        return (StateStore) Proxy.newProxyInstance(
                BearerGuardTest.class.getClassLoader(), new Class<?>[] {StateStore.class}, (proxy, method, args) -> {
                    throw new StorageException(FailureCode.STORE_UNAVAILABLE, "scripted", null);
                });
    }

    private ProtectedResource resource(
            String url, TokenVerifier verifier, UnaryOperator<ResourceServerConfiguration.Builder> configure) {
        McpOAuthServices services = TestIssuer.services(new ScriptedTransport(), clock, Runnable::run);
        McpOAuthServices broken = new McpOAuthServices(
                services.transport(), services.endpointPolicy(), brokenStore(), clock, services.executor(), null);
        ResourceServerConfiguration configuration = configure
                .apply(ResourceServerConfiguration.builder(ResourceIdentifier.of(url), List.of(ISSUER))
                        .requestState(COMMON))
                .build();
        return new BearerGuardFactory().protectedResource(configuration, verifier, broken);
    }

    private static GuardedRequest request(String method, String... headers) {
        Map<String, List<String>> lines = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        for (int i = 0; i < headers.length; i += 2) {
            lines.put(headers[i], List.of(headers[i + 1]));
        }
        byte[] body = "{\"method\":\"ping\"}".getBytes(StandardCharsets.UTF_8);
        return new GuardedRequest(method, "/mcp", null, HttpHeaders.of(lines, (name, value) -> true), max -> body);
    }

    private static EndpointResponse refused(ProtectedResource resource, GuardedRequest request) {
        return assertInstanceOf(GuardDecision.Refused.class, resource.guard().decide(request))
                .response();
    }

    private static Challenge challenge(EndpointResponse response) {
        return Challenges.parse(response.headers().allValues("WWW-Authenticate"))
                .first("bearer")
                .orElseThrow();
    }

    /** Another node would refuse what comes back, which nobody is to learn from its users. */
    @Test
    void onAReadableStoreThatOthersMayShareItDoesNotStartWithoutKeysOfRequestStates() {
        ConfigurationException refused = assertThrows(
                ConfigurationException.class,
                () -> resource(URL, this::accept, it -> it.requestState(RequestStateRules.DEFAULT)));
        assertEquals("request-state.keys", refused.key());

        ProtectedResource leftToTheApplication =
                resource(URL, this::accept, it -> it.requestState(RequestStateRules.DEFAULT.withSealed(false)));
        Origin origin = new Origin(
                new TokenPrincipal("client", ISSUER, "alice"), "tools/call", "ask", JsonValue.EMPTY_JSON_OBJECT);
        assertThrows(
                ConfigurationException.class,
                () -> leftToTheApplication.requestStates().seal(origin, "s"));
    }

    @Test
    void whenTheStoreIsDownNoSessionIsAccepted() {
        ProtectedResource resource = resource(URL, this::accept, it -> it);
        EndpointResponse response =
                refused(resource, request("GET", "Authorization", "Bearer abc", "Mcp-Session-Id", "s"));
        assertEquals(503, response.status());
        assertTrue(response.headers().firstValue("Retry-After").isPresent());
        assertTrue(response.headers().firstValue("WWW-Authenticate").isEmpty());
    }

    @Test
    void whenTheStoreIsDownNoSessionIsGivenOut() {
        ProtectedResource resource = resource(URL, this::accept, it -> it);
        GuardedRequest request = request("POST", "Authorization", "Bearer abc");
        GuardDecision.Permitted permitted =
                assertInstanceOf(GuardDecision.Permitted.class, resource.guard().decide(request));
        HttpHeaders opened = HttpHeaders.of(Map.of("Mcp-Session-Id", List.of("s")), (name, value) -> true);
        assertThrows(StorageException.class, () -> resource.guard().afterCall(request, permitted.token(), 200, opened));
    }

    @Test
    void aVerifierThatCannotJudgeNowAsksToComeAgain() {
        TokenVerifier unreachable = token -> {
            throw new TransportException(
                    FailureCode.CONNECTION_FAILED, URI.create("https://as.example"), "x", Duration.ofSeconds(7), null);
        };
        TokenVerifier storeless = token -> {
            throw new StorageException(FailureCode.STORE_FULL, "x", null);
        };
        for (TokenVerifier verifier : List.of(unreachable, storeless)) {
            EndpointResponse response =
                    refused(resource(URL, verifier, it -> it), request("GET", "Authorization", "Bearer abc"));
            assertEquals(503, response.status());
            String expected = verifier.equals(unreachable) ? "7" : "10";
            assertEquals(Optional.of(expected), response.headers().firstValue("Retry-After"));
        }
    }

    // RFC 6750, section 3.1: a second token makes the request invalid, but a stranger's form is not read for it
    @Test
    void aFormIsNotReadBeforeTheTokenIsAccepted() {
        TokenVerifier none = token -> {
            throw new TokenRejectedException(RejectionReason.SIGNATURE);
        };
        AtomicInteger reads = new AtomicInteger();
        GuardedRequest.Body form = max -> {
            reads.incrementAndGet();
            return "access_token=abc".getBytes(StandardCharsets.US_ASCII);
        };
        Map<String, List<String>> lines = Map.of(
                "Authorization", List.of("Bearer abc"),
                "Content-Type", List.of("application/x-www-form-urlencoded"));
        GuardedRequest request =
                new GuardedRequest("POST", "/mcp", null, HttpHeaders.of(lines, (name, value) -> true), form);
        assertEquals(401, refused(resource(URL, none, it -> it), request).status());
        assertEquals(0, reads.get());
        assertEquals(
                400, refused(resource(URL, this::accept, it -> it), request).status());
        assertEquals(1, reads.get());
    }

    private static GuardedRequest withLines(int count, int length) {
        Map<String, List<String>> lines = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        lines.put("Authorization", List.of("Bearer abc"));
        lines.put("X", Collections.nCopies(count - 1, "x".repeat(length)));
        byte[] body = "{\"method\":\"ping\"}".getBytes(StandardCharsets.UTF_8);
        return new GuardedRequest("POST", "/mcp", null, HttpHeaders.of(lines, (name, value) -> true), max -> body);
    }

    // RFC 6585, section 5
    @Test
    void tooManyOrTooLongHeaderLinesAreRefusedBeforeTheirTokenIsLookedAt() {
        ProtectedResource resource = resource(URL, this::accept, it -> it);
        for (GuardedRequest request : List.of(withLines(129, 1), withLines(2, 64 << 10), withLines(128, 600))) {
            assertEquals(431, refused(resource, request).status());
        }
        assertTrue(presented.isEmpty());
        for (GuardedRequest request : List.of(withLines(128, 1), withLines(2, 60 << 10))) {
            assertInstanceOf(GuardDecision.Permitted.class, resource.guard().decide(request));
        }
    }

    @Test
    void theVerifierGetsThePublicUrlOfTheConfiguration() {
        ProtectedResource resource = resource(URL, this::accept, it -> it);
        resource.guard()
                .decide(request(
                        "GET", "Authorization", "Bearer abc", "Host", "evil.example", "X-Forwarded-Host", "evil"));
        assertEquals(URI.create(URL), presented.get(0).url());
        assertEquals("GET", presented.get(0).method());
        assertEquals("abc", presented.get(0).token().reveal());
    }

    @Test
    void realmAndMetadataUrlComeFromTheConfiguration() {
        URI metadata = URI.create("https://meta.example/prm");
        ProtectedResource resource = resource(
                URL,
                this::accept,
                it -> it.realm("Notes \"1\"").description(ResourceDescription.DEFAULT.withUrl(metadata)));
        Challenge challenge = challenge(refused(resource, request("GET")));
        assertEquals(Optional.of("Notes \"1\""), challenge.parameter("realm"));
        assertEquals(Optional.of(metadata.toString()), challenge.resourceMetadata());
        List<String> paths = resource.endpoints().stream().map(Endpoint::path).toList();
        String wellKnown = "/.well-known/oauth-protected-resource/mcp";
        assertEquals(List.of(wellKnown, wellKnown + "/", "/prm", "/prm/"), paths);
    }

    @Test
    void aResourceWithoutPathHasItsMetadataAtTheRoot() {
        ProtectedResource resource = resource("https://mcp.example", this::accept, it -> it);
        List<String> paths = resource.endpoints().stream().map(Endpoint::path).toList();
        String wellKnown = "/.well-known/oauth-protected-resource";
        assertEquals(List.of(wellKnown, wellKnown + "/"), paths);
    }

    // OAuth 2.1, section 1.5
    @Test
    void plainHttpIsForLoopbackOnly() {
        assertThrows(ConfigurationException.class, () -> resource("http://mcp.example/mcp", this::accept, it -> it));
        assertThrows(
                ConfigurationException.class,
                () -> resource(
                        URL,
                        this::accept,
                        it -> it.description(
                                ResourceDescription.DEFAULT.withUrl(URI.create("http://mcp.example/prm")))));
        for (String host : List.of("localhost", "127.0.0.1:8080", "[::1]:1")) {
            String url = "http://" + host + "/mcp";
            assertEquals(
                    url,
                    resource(url, this::accept, it -> it).metadata().resource().value());
        }
    }

    /** On a public host the name is protected by TLS, and a proxy may have changed it. */
    @Test
    void theHostOfAPublicResourceIsNotJudged() {
        ProtectedResource resource = resource(URL, this::accept, it -> it);
        assertInstanceOf(
                GuardDecision.Permitted.class,
                resource.guard().decide(request("GET", "Authorization", "Bearer abc", "Host", "backend:8080")));
    }

    @Test
    void theDecisionIncludesWhatComesBeforeTokens() {
        ProtectedResource resource = resource(URL, this::accept, it -> it);
        EndpointResponse response =
                refused(resource, request("GET", "Authorization", "Bearer abc", "Origin", "https://evil.example"));
        assertEquals(403, response.status());
        assertTrue(presented.isEmpty());
    }
}
