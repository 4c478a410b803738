package org.mcpoauth.server.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.mcpoauth.server.wire.RestServer.send;
import static org.mcpoauth.server.wire.RestServer.with;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mcpoauth.api.ResourceIdentifier;
import org.mcpoauth.server.MovableClock;
import org.mcpoauth.server.ScriptedTransport;
import org.mcpoauth.server.TestIssuer;
import org.mcpoauth.server.resource.BearerGuardFactory;
import org.mcpoauth.server.rest.McpOAuthEndpoints;
import org.mcpoauth.server.rest.McpOAuthFeature;
import org.mcpoauth.server.servlet.McpOAuthServletFilter;
import org.mcpoauth.server.token.JwtVerifierFactory;
import org.mcpoauth.spi.McpOAuthServices;
import org.mcpoauth.spi.ResourceServerConfiguration;
import org.mcpoauth.spi.resource.ProtectedResource;

/** Two protected resources in one application: a token for one is worth nothing at the other. */
class TwoResourcesTest {
    private static final String HOST = "http://127.0.0.1";

    private final MovableClock clock = new MovableClock();
    private final ScriptedTransport transport = new ScriptedTransport();
    private final TestIssuer issuer = new TestIssuer("http://127.0.0.1:7000", transport, clock);
    private final McpOAuthServices services = TestIssuer.services(transport, clock, Runnable::run);

    /** The first resource. */
    @Path("one")
    public static class One {
        @GET
        public String get() {
            return "one";
        }
    }

    /** The second resource, below the first. */
    @Path("one/two")
    public static class Two {
        @GET
        public String get() {
            return "two";
        }
    }

    private ProtectedResource resource(String url) {
        ResourceServerConfiguration configuration = ResourceServerConfiguration.builder(
                        ResourceIdentifier.of(url), List.of(issuer.issuer()))
                .build();
        return new BearerGuardFactory()
                .protectedResource(configuration, new JwtVerifierFactory().verifier(configuration, services), services);
    }

    /** A resource at the root of its host. */
    @Path("mcp")
    public static class First {
        @GET
        public String get() {
            return "first";
        }
    }

    /** Another version of it, whose path ends with the path of the first. */
    @Path("v2/mcp")
    public static class Second {
        @GET
        public String get() {
            return "second";
        }
    }

    /** One class for the resources of all tenants. */
    @Path("{tenant}/mcp")
    public static class Tenants {
        @GET
        public String get(@PathParam("tenant") String tenant) {
            return tenant;
        }
    }

    /** Everything below the first resource, that of the second included. */
    @Path("one/{rest: .+}")
    public static class Below {
        @GET
        public String get() {
            return "below";
        }
    }

    private String tokenFor(String url) {
        return issuer.token(claims -> claims.add("aud", url));
    }

    /** Each of two resources takes its own tokens and refuses those of the other. */
    private void assertApart(String base, String one, String other) {
        assertEquals(200, status(base + one, tokenFor(HOST + one)), one);
        assertEquals(401, status(base + one, tokenFor(HOST + other)), one);
        assertEquals(200, status(base + other, tokenFor(HOST + other)), other);
        assertEquals(401, status(base + other, tokenFor(HOST + one)), other);
    }

    private void assertApart(Class<?> application, Class<?> more, String one, String other) {
        for (List<String> order : List.of(List.of(one, other), List.of(other, one))) {
            ProtectedResource[] both = {resource(HOST + order.get(0)), resource(HOST + order.get(1))};
            try (Running alone = alone(new RestApplication(application, more), both)) {
                assertApart(alone.base(), one, other);
            }
            RestApplication behind = new RestApplication(application, more).register(new McpOAuthFeature(both));
            try (ServletServer filtered =
                    new ServletServer(RestRuntime.current().servlet(behind), new McpOAuthServletFilter(both))) {
                assertApart(filtered.uri("").toString(), one, other);
            }
        }
    }

    /** An application in plain Java SE. */
    private record Running(RestRuntime.Running server) implements AutoCloseable {
        String base() {
            return "http://127.0.0.1:" + server.port();
        }

        @Override
        public void close() {
            server.close();
        }
    }

    private static Running alone(RestApplication application, ProtectedResource... resources) {
        return alone("", application, resources);
    }

    private static Running alone(String path, RestApplication application, ProtectedResource... resources) {
        application.register(new McpOAuthFeature(resources)).register(new McpOAuthEndpoints(resources));
        return new Running(RestRuntime.current().start(application, path));
    }

    // RFC 8707, section 2
    @Test
    void theResourceWhosePathEndsLikeThatOfAnotherIsNotTakenForIt() {
        assertApart(First.class, Second.class, "/mcp", "/v2/mcp");
    }

    // RFC 8707, section 2
    @Test
    void oneTemplateForAllTenantsLetsEachTakeItsOwnTokens() {
        assertApart(Tenants.class, Tenants.class, "/a/mcp", "/b/mcp");
    }

    /** The template does not tell the path of the application, the request does. */
    @Test
    void theSameTemplateInAnotherPlaceBelongsToAnotherResource() {
        ProtectedResource[] both = {resource(HOST + "/mcp"), resource(HOST + "/v2/mcp")};
        try (Running second = alone("v2/", new RestApplication(First.class), both)) {
            assertEquals(200, status(second.base() + "/v2/mcp", tokenFor(HOST + "/v2/mcp")));
            assertEquals(401, status(second.base() + "/v2/mcp", tokenFor(HOST + "/mcp")));
        }
    }

    /** Behind a proxy that changes paths, where only the servlet filter is told which is which. */
    @Test
    void whereNothingTellsWhichOfTheTwoItIsNobodyGetsIn() {
        ProtectedResource[] both = {resource(HOST + "/mcp"), resource(HOST + "/v2/mcp")};
        try (Running elsewhere = alone("app/", new RestApplication(First.class), both)) {
            for (String path : List.of("/mcp", "/v2/mcp")) {
                assertEquals(404, status(elsewhere.base() + "/app/mcp", tokenFor(HOST + path)), path);
            }
        }
    }

    /** What a server makes of these is its affair: no token opens another resource by a spelling. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "/one/two/../three",
                "/one/two/..;x=1/three",
                "/one/two/%2e%2e/three",
                "/one/two/%252e%252e/three",
                "/one/two%2f..%2fthree",
                "/one/two/..%5cthree",
                "/one/TWO/three",
                "/one/x/../two/../three"
            })
    void noSpellingChoosesTheResourceThatJudges(String path) {
        ProtectedResource[] both = {resource(HOST + "/one"), resource(HOST + "/one/two")};
        String forTwo = tokenFor(HOST + "/one/two");
        EchoServlet servlet = new EchoServlet();
        try (Running alone = alone(new RestApplication(Below.class), both);
                ServletServer filtered = new ServletServer(servlet, new McpOAuthServletFilter(both))) {
            assertNotEquals(200, status(alone.base() + path, forTwo));
            assertNotEquals(200, status(filtered.uri(path).toString(), forTwo));
            assertEquals(200, status(alone.base() + "/one/two/x%20y", forTwo));
            assertEquals(200, status(filtered.uri("/one/two/x").toString(), forTwo));
            assertEquals(401, status(alone.base() + "/one/three", forTwo));
            assertEquals(401, status(filtered.uri("/one/three").toString(), forTwo));
            assertEquals(1, servlet.runs.get());
        }
    }

    @Test
    void eachPathTakesTokensOfTheNearestResource() {
        ProtectedResource one = resource("http://127.0.0.1/one");
        ProtectedResource two = resource("http://127.0.0.1/one/two");
        try (Running server = alone(new RestApplication(One.class, Two.class), one, two)) {
            String forOne = issuer.token(claims -> claims.add("aud", "http://127.0.0.1/one"));
            String forTwo = issuer.token(claims -> claims.add("aud", "http://127.0.0.1/one/two"));
            assertEquals(200, status(server.base() + "/one", forOne));
            assertEquals(401, status(server.base() + "/one", forTwo));
            assertEquals(200, status(server.base() + "/one/two", forTwo));
            assertEquals(401, status(server.base() + "/one/two", forOne));
            for (String path : List.of("/one", "/one/two")) {
                assertEquals(200, status(server.base() + "/.well-known/oauth-protected-resource" + path, forOne));
            }
        }
    }

    private static int status(String url, String token) {
        return send(with(token, java.net.http.HttpRequest.newBuilder(URI.create(url))))
                .statusCode();
    }
}
