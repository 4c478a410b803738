package org.mcpoauth.cdi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import java.net.http.HttpResponse;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.glassfish.jersey.server.ResourceConfig;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.mcpoauth.server.rest.McpOAuthFeature;
import org.mcpoauth.spi.resource.ProtectedResource;

/**
 * An application that is switched off by its key answers 503 in both bindings and opens nothing (RFC 9110,
 * section 15.6.4).
 */
@Tag("container")
class SwitchedOffOverHttpTest {
    @Path("mcp")
    public static final class Endpoint {
        private final AtomicInteger runs;

        Endpoint(AtomicInteger runs) {
            this.runs = runs;
        }

        /** Counts. */
        @POST
        public String call() {
            return "run " + runs.incrementAndGet();
        }
    }

    private void assertAnswers(String enabled, int status, Function<WebServer, AtomicInteger> deployment) {
        Map<String, String> keys = new HashMap<>(Application.RESOURCE);
        keys.put("mcp.oauth.enabled", enabled);
        try (Application application = Application.start(keys, Tokens.class);
                WebServer server = new WebServer()) {
            assertTrue(application.select(ProtectedResource.class).isResolvable());
            AtomicInteger counter = deployment.apply(server);
            HttpResponse<String> answer = server.call("alice");
            assertEquals(status, answer.statusCode(), answer::body);
            assertEquals(
                    status == 503, answer.headers().firstValue("Retry-After").isPresent());
            assertTrue(answer.headers().firstValue("WWW-Authenticate").isEmpty());
            assertEquals(status == 200 ? 1 : 0, counter.get());
        }
    }

    @Test
    void behindTheFeatureOfJakartaRestNothingRuns() {
        assertAnswers("false", 503, SwitchedOffOverHttpTest::deployRest);
        assertAnswers("true", 200, SwitchedOffOverHttpTest::deployRest);
    }

    @Test
    void behindTheServletFilterNothingRuns() {
        assertAnswers("false", 503, WebServer::deployGuarded);
        assertAnswers("true", 200, WebServer::deployGuarded);
    }

    private static AtomicInteger deployRest(WebServer server) {
        AtomicInteger runs = new AtomicInteger();
        server.deploy(new ResourceConfig().register(new Endpoint(runs)).register(new McpOAuthFeature()));
        return runs;
    }
}
