package org.mcpoauth.cdi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import java.net.http.HttpResponse;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.glassfish.jersey.server.ResourceConfig;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.mcpoauth.server.rest.McpOAuthFeature;

/**
 * An application that is switched off by its key answers 503 in both bindings and opens nothing (RFC 9110,
 * section 15.6.4).
 */
@Tag("container")
class SwitchedOffOverHttpTest {
    private final AtomicInteger runs = new AtomicInteger();

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

    private void assertAnswers(String enabled, int status, Consumer<WebServer> deployment) {
        Map<String, String> keys = new HashMap<>(Application.RESOURCE);
        keys.put("mcp.oauth.enabled", enabled);
        try (Application application = Application.start(keys, Tokens.class);
                WebServer server = new WebServer()) {
            deployment.accept(server);
            HttpResponse<String> answer = server.call("alice");
            assertEquals(status, answer.statusCode(), answer::body);
            assertEquals(
                    status == 503, answer.headers().firstValue("Retry-After").isPresent());
            assertTrue(answer.headers().firstValue("WWW-Authenticate").isEmpty());
            assertTrue(application.select(Tokens.class).isResolvable());
        }
    }

    @Test
    void behindTheFeatureOfJakartaRestNothingRuns() {
        assertAnswers("false", 503, this::deployRest);
        assertEquals(0, runs.get());
        assertAnswers("true", 200, this::deployRest);
        assertEquals(1, runs.get());
    }

    @Test
    void behindTheServletFilterNothingRuns() {
        WebServer.Counting off = new WebServer.Counting();
        assertAnswers("false", 503, server -> server.deployGuarded(off));
        assertEquals(0, off.runs.get());
        WebServer.Counting on = new WebServer.Counting();
        assertAnswers("true", 200, server -> server.deployGuarded(on));
        assertEquals(1, on.runs.get());
    }

    private void deployRest(WebServer server) {
        server.deploy(new ResourceConfig().register(new Endpoint(runs)).register(new McpOAuthFeature()));
    }
}
