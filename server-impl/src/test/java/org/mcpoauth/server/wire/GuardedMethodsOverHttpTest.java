package org.mcpoauth.server.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.mcpoauth.server.wire.RestServer.CALL;
import static org.mcpoauth.server.wire.RestServer.send;
import static org.mcpoauth.server.wire.RestServer.with;

import jakarta.json.JsonArrayBuilder;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mcpoauth.server.rest.McpOAuthFeature;
import org.mcpoauth.spi.support.json.StrictJson;

/** Which methods the guard stands in front of, and what it asks of roles. */
class GuardedMethodsOverHttpTest {
    private static final StrictJson JSON = StrictJson.create();

    /** Methods whose templates say less than a literal path. */
    @Path("{tenant}")
    public static class Tenants {
        final AtomicInteger runs = new AtomicInteger();

        @GET
        public String get(@PathParam("tenant") String tenant) {
            runs.incrementAndGet();
            return tenant;
        }
    }

    /** The whole application. */
    @Path("/")
    public static class Root {
        final AtomicInteger runs = new AtomicInteger();

        @GET
        public String get() {
            runs.incrementAndGet();
            return "root";
        }

        @GET
        @Path("below/{rest: .+}")
        public String below() {
            runs.incrementAndGet();
            return "below";
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/mcp",
                "/mcp/",
                "/mcp;x=1",
                "/%6dcp",
                "/mcp/admin",
                "/mcp/admin/",
                "/mcp;a=b/admin;c=d",
                "/mcp/./admin",
                "/x/../mcp",
                "//mcp",
                "/mcp/located",
                "/mcp/located;x",
                "/mcp?x=/open"
            })
    void noSpellingOfAGuardedPathEscapes(String path) {
        try (RestServer server = new RestServer(it -> it)) {
            String answer = server.raw("GET " + path + " HTTP/1.1", "Host: 127.0.0.1");
            assertTrue(answer.startsWith("HTTP/1.1 401") || answer.startsWith("HTTP/1.1 404"), answer);
            assertEquals(0, server.endpoint.runs.get());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/open", "/open/located"})
    void whatLiesBesideTheResourceIsNotGuarded(String path) {
        try (RestServer server = new RestServer(it -> it)) {
            assertEquals(200, send(server.get(path)).statusCode());
        }
    }

    @Test
    void aSubResourceIsGuardedLikeTheClassThatLocatedIt() {
        try (RestServer server = new RestServer(it -> it)) {
            HttpResponse<String> response = send(with(server.issuer.token(), server.get("/mcp/located")));
            assertEquals("located", response.body());
            assertEquals(401, send(server.get("/mcp/located")).statusCode());
        }
        // nor does it depend on the path of the request, which a proxy may have changed
        try (RestServer server = new RestServer(it -> it, "ctx/api/")) {
            assertEquals(401, send(server.get("/ctx/api/mcp/located")).statusCode());
        }
    }

    @Test
    void aVariableInTheTemplateIsTakenForTheResource() {
        Tenants tenants = new Tenants();
        RestApplication application = new RestApplication(OpenEndpoint.class).register(tenants);
        try (RestServer server = RestServer.guarding(application)) {
            assertEquals(401, send(server.get("/mcp")).statusCode());
            assertEquals(401, send(server.get("/other")).statusCode());
            assertEquals(200, send(server.get("/open")).statusCode());
            assertEquals(0, tenants.runs.get());
        }
    }

    /** With the application path or context root of the resource, no template names its path. */
    @Test
    void anApplicationThatDeclaresNothingUnderTheResourceIsGuardedAsAWhole() {
        Root root = new Root();
        RestApplication application = new RestApplication().register(root);
        try (RestServer server = RestServer.guarding(application, "mcp/")) {
            assertEquals(401, send(server.get("/mcp/")).statusCode());
            assertEquals(401, send(server.get("/mcp/below/a/b")).statusCode());
            assertEquals(0, root.runs.get());
            assertEquals(
                    "root",
                    send(with(server.issuer.token(), server.get("/mcp/"))).body());
        }
        Root behindProxy = new Root();
        RestApplication sameApplication = new RestApplication().register(behindProxy);
        try (RestServer server = RestServer.guarding(sameApplication, "elsewhere/")) {
            assertEquals(401, send(server.get("/elsewhere/")).statusCode());
            assertEquals(401, send(server.get("/elsewhere/below/a/b")).statusCode());
            assertEquals(0, behindProxy.runs.get());
        }
    }

    /** One that lies beside all resources says so by name; paths of a resource stay closed. */
    @Test
    void anApplicationKeepsTheGuardAwayByADangerousNameOnly() {
        for (String value : List.of("off", "false", "dangerous-off")) {
            RestApplication application =
                    new RestApplication(OpenEndpoint.class).property(McpOAuthFeature.GUARD_PROPERTY, value);
            try (RestServer server = RestServer.guarding(application)) {
                int status = send(server.get("/open")).statusCode();
                assertEquals("dangerous-off".equals(value) ? 200 : 401, status, value);
            }
        }
        RestApplication application = new RestApplication()
                .register(new McpEndpoint())
                .property(McpOAuthFeature.GUARD_PROPERTY, McpOAuthFeature.DANGEROUS_OFF);
        try (RestServer server = RestServer.guarding(application)) {
            assertEquals(503, send(server.get("/mcp")).statusCode());
        }
    }

    @Test
    void thePathOfTheApplicationDoesNotCount() {
        try (RestServer server = new RestServer(it -> it, "ctx/api/")) {
            assertEquals(401, send(server.get("/ctx/api/mcp")).statusCode());
            assertEquals(200, send(server.get("/ctx/api/open")).statusCode());
        }
    }

    /** Jersey keeps the first of two registrations; one without a resource must not open anything. */
    @Test
    void aFeatureThatFindsNoResourceOpensNothing() {
        RestApplication application = new RestApplication(OpenEndpoint.class)
                .register(new McpEndpoint())
                .register(McpOAuthFeature.class);
        try (RestServer server = RestServer.guarding(application)) {
            assertEquals(503, send(server.get("/mcp")).statusCode());
            assertEquals(200, send(server.get("/open")).statusCode());
        }
    }

    /** An endpoint that ends up without the guard does not answer. */
    @Test
    void withoutTheFeatureAGuardedPathDoesNotAnswer() {
        RestApplication application = new RestApplication(OpenEndpoint.class).register(new McpEndpoint());
        try (RestServer server = RestServer.unguarded(application)) {
            HttpResponse<String> response = send(with(server.issuer.token(), server.get("/mcp")));
            assertEquals(503, response.statusCode());
            assertEquals("", response.body());
            assertEquals(200, send(server.get("/open")).statusCode());
            assertEquals(404, send(server.get("/mcp/nothing")).statusCode());
        }
    }

    /** A locator has run, but no method that a guard could stand in front of (RFC 9110, section 15.5.6). */
    @Test
    void whatTheRuntimeRefusesBehindALocatorKeepsItsStatus() {
        try (RestServer server = new RestServer(it -> it)) {
            for (String method : List.of("PUT", "DELETE", "PATCH")) {
                HttpResponse<String> response =
                        send(server.get("/mcp/located").method(method, BodyPublishers.noBody()));
                assertEquals(405, response.statusCode(), method);
                assertEquals("", response.body());
            }
            assertEquals(404, send(server.get("/mcp/located/nothing")).statusCode());
        }
    }

    @Test
    void aDisabledResourceOpensNothing() {
        try (RestServer server = new RestServer(it -> it.enabled(false))) {
            HttpResponse<String> response = server.call(server.issuer.token(), CALL);
            assertEquals(503, response.statusCode());
            assertTrue(response.headers().firstValue("Retry-After").isPresent());
            assertEquals(0, server.endpoint.runs.get());
        }
    }

    @Test
    void withoutKeysTheAnswerIsToComeAgain() {
        try (RestServer server = new RestServer(it -> it)) {
            server.transport.breakDown(server.issuer.metadataUrl());
            HttpResponse<String> response = server.call(server.issuer.token(), CALL);
            assertEquals(503, response.statusCode());
            assertTrue(response.headers().firstValue("Retry-After").isPresent());
            assertTrue(response.headers().firstValue("WWW-Authenticate").isEmpty());
            assertEquals(0, server.endpoint.runs.get());
        }
    }

    private static int as(RestServer server, String path, String... groups) {
        JsonArrayBuilder array = JSON.array();
        for (String group : groups) {
            array.add(group);
        }
        String token = server.issuer.token(claims -> claims.add("groups", array));
        return send(with(token, server.get(path))).statusCode();
    }

    // Jakarta Annotations, sections 2.10 to 2.12
    @Test
    void rolesComeFromGroupsAndScopes() {
        try (RestServer server = new RestServer(it -> it)) {
            assertEquals(200, as(server, "/mcp/admin", "staff", "root"));
            assertEquals(403, as(server, "/mcp/admin", "staff"));
            assertEquals(403, as(server, "/mcp/admin"));
            String scoped = server.issuer.token(claims -> claims.add("scope", "admin"));
            assertEquals(200, send(with(scoped, server.get("/mcp/admin"))).statusCode());
            assertEquals(2, server.endpoint.runs.get());
        }
    }

    @Test
    void nobodyMayCallWhatIsDenied() {
        try (RestServer server = new RestServer(it -> it)) {
            assertEquals(403, as(server, "/mcp/never", "admin", "root"));
            assertEquals(0, server.endpoint.runs.get());
        }
    }

    @Test
    void permitAllNeedsATokenAllTheSame() {
        try (RestServer server = new RestServer(it -> it)) {
            assertEquals(401, send(server.get("/mcp/all")).statusCode());
            assertEquals(200, as(server, "/mcp/all"));
        }
    }
}
