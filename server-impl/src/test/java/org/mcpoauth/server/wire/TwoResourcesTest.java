package org.mcpoauth.server.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.mcpoauth.server.wire.RestServer.send;
import static org.mcpoauth.server.wire.RestServer.with;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import java.net.URI;
import java.util.List;
import org.glassfish.grizzly.http.server.HttpServer;
import org.glassfish.jersey.grizzly2.httpserver.GrizzlyHttpServerFactory;
import org.glassfish.jersey.server.ResourceConfig;
import org.junit.jupiter.api.Test;
import org.mcpoauth.api.ResourceIdentifier;
import org.mcpoauth.server.MovableClock;
import org.mcpoauth.server.ScriptedTransport;
import org.mcpoauth.server.TestIssuer;
import org.mcpoauth.server.resource.BearerGuardFactory;
import org.mcpoauth.server.rest.McpOAuthEndpoints;
import org.mcpoauth.server.rest.McpOAuthFeature;
import org.mcpoauth.server.token.JwtVerifierFactory;
import org.mcpoauth.spi.McpOAuthServices;
import org.mcpoauth.spi.ResourceServerConfiguration;
import org.mcpoauth.spi.resource.ProtectedResource;

/** Two protected resources in one application: a token for one is worth nothing at the other. */
class TwoResourcesTest {
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

    @Test
    void eachPathTakesTokensOfTheNearestResource() {
        ProtectedResource one = resource("http://127.0.0.1/one");
        ProtectedResource two = resource("http://127.0.0.1/one/two");
        HttpServer server = GrizzlyHttpServerFactory.createHttpServer(
                URI.create("http://127.0.0.1:0/"),
                new ResourceConfig(One.class, Two.class)
                        .register(new McpOAuthFeature(one, two))
                        .register(new McpOAuthEndpoints(one, two)));
        try {
            String base = "http://127.0.0.1:"
                    + server.getListeners().iterator().next().getPort();
            String forOne = issuer.token(claims -> claims.add("aud", "http://127.0.0.1/one"));
            String forTwo = issuer.token(claims -> claims.add("aud", "http://127.0.0.1/one/two"));
            assertEquals(200, status(base + "/one", forOne));
            assertEquals(401, status(base + "/one", forTwo));
            assertEquals(200, status(base + "/one/two", forTwo));
            assertEquals(401, status(base + "/one/two", forOne));
            for (String path : List.of("/one", "/one/two")) {
                assertEquals(200, status(base + "/.well-known/oauth-protected-resource" + path, forOne));
            }
        } finally {
            server.shutdownNow();
        }
    }

    private static int status(String url, String token) {
        return send(with(token, java.net.http.HttpRequest.newBuilder(URI.create(url))))
                .statusCode();
    }
}
