package org.mcpoauth.server.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;

import jakarta.annotation.Priority;
import jakarta.json.spi.JsonProvider;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.container.PreMatching;
import java.io.IOException;
import java.net.URL;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.Enumeration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Looking for a JSON provider or another service costs ten to forty times a parse. What a request may need
 * is looked for when the application starts.
 */
class LookupsOverHttpTest {
    private static final String CALL =
            "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{\"name\":\"whoami\"}}";

    private final CountingFilter lookups = new CountingFilter();
    private final RestServer server = RestServer.guarding(new RestApplication(LookingEndpoint.class)
            .register(new McpEndpoint())
            .register(lookups));

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void anAcceptedRequestLooksForNothing() {
        String token = server.issuer.token();
        assertEquals(200, server.call(token, CALL).statusCode());
        lookups.names.clear();

        for (int i = 0; i < 20; i++) {
            int call = i;
            String unseen = server.issuer.token(claims -> claims.add("jti", "unseen-" + call));
            assertEquals(200, server.call(unseen, CALL).statusCode());
            assertEquals(200, server.call(token, CALL).statusCode());
        }

        assertEquals(List.of(), List.copyOf(lookups.names));
    }

    @Test
    void aRefusedRequestLooksForNothing() {
        String expired = server.issuer.token(claims -> claims.add("exp", 1));
        String forged = server.otherIssuer.token(
                claims -> claims.add("iss", server.issuer.issuer().value()));
        List<String> refused = List.of(expired, forged, "no.t.token", "x");
        refused.forEach(token -> assertEquals(401, server.call(token, CALL).statusCode()));
        lookups.names.clear();

        refused.forEach(token -> assertEquals(401, server.call(token, CALL).statusCode()));

        assertEquals(List.of(), List.copyOf(lookups.names));
    }

    /**
     * Without this the two others could not fail. The JDK finds a provider that is a named module without
     * asking the loader, so there the run on the class path counts.
     */
    @Test
    void aLookupWouldBeNoticed() {
        String token = server.issuer.token();

        HttpResponse<String> answer = RestServer.send(RestServer.with(
                token,
                server.get("/mcp/looking")
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString(CALL))));

        assertEquals(200, answer.statusCode());
        boolean isClassPath = !JsonProvider.class.getModule().isNamed();
        assertEquals(isClassPath, lookups.names.contains("META-INF/services/" + JsonProvider.class.getName()));
    }

    /** What an application must not do, and may. */
    @Path("mcp/looking")
    public static class LookingEndpoint {
        @POST
        public String call(String body) {
            return JsonProvider.provider().getClass().getName();
        }
    }

    /** Puts a counting loader in place before anybody else sees the request, and takes it away at the end. */
    @PreMatching
    @Priority(Integer.MIN_VALUE)
    private static final class CountingFilter implements ContainerRequestFilter, ContainerResponseFilter {
        private final Queue<String> names = new ConcurrentLinkedQueue<>();
        private final @Nullable ClassLoader usual = Thread.currentThread().getContextClassLoader();
        private final ClassLoader counting = new CountingLoader(usual, names);

        @Override
        public void filter(ContainerRequestContext request) {
            Thread.currentThread().setContextClassLoader(counting);
        }

        @Override
        public void filter(ContainerRequestContext request, ContainerResponseContext response) {
            Thread.currentThread().setContextClassLoader(usual);
        }
    }

    private static final class CountingLoader extends ClassLoader {
        private final Queue<String> names;

        CountingLoader(@Nullable ClassLoader parent, Queue<String> names) {
            super(parent);
            this.names = names;
        }

        @Override
        public Enumeration<URL> getResources(String name) throws IOException {
            names.add(name);
            return super.getResources(name);
        }

        @Override
        public @Nullable URL getResource(String name) {
            names.add(name);
            return super.getResource(name);
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            names.add(name);
            return super.loadClass(name, resolve);
        }
    }
}
