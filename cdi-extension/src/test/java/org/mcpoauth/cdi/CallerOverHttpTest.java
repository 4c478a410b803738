package org.mcpoauth.cdi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.inject.Provider;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.SecurityContext;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.eclipse.microprofile.jwt.JsonWebToken;
import org.glassfish.grizzly.http.server.HttpServer;
import org.glassfish.grizzly.threadpool.ThreadPoolConfig;
import org.glassfish.jersey.grizzly2.httpserver.GrizzlyHttpServerFactory;
import org.glassfish.jersey.server.ResourceConfig;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.mcpoauth.api.token.TokenPrincipal;
import org.mcpoauth.api.token.VerifiedToken;
import org.mcpoauth.server.rest.McpOAuthFeature;

/** The caller of guarded requests over HTTP, on Weld and Jersey. */
@Tag("container")
class CallerOverHttpTest {
    private static final int REQUESTS = 1000;
    private static final int THREADS = 4;
    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    /** Lives as long as the application and asks anew each time. */
    @ApplicationScoped
    static class Callers {
        @Inject
        Provider<VerifiedToken> token;

        @Inject
        Provider<TokenPrincipal> principal;

        @Inject
        JsonWebToken jwt;

        String names() {
            return token.get().principal().subject() + " " + principal.get().subject() + " " + jwt.getSubject();
        }
    }

    @Path("/mcp")
    public static class Endpoint {
        private final Callers callers;

        Endpoint(Callers callers) {
            this.callers = callers;
        }

        @POST
        public String whoami(@Context SecurityContext security) {
            return callers.names() + " " + security.getUserPrincipal().getName();
        }
    }

    @Path("/notes")
    public static class Notes extends Endpoint {
        Notes(Callers callers) {
            super(callers);
        }
    }

    @Test
    void alternatingUsersSeeThemselvesOnFewThreads() throws Exception {
        ExecutorService users = Executors.newFixedThreadPool(2 * THREADS);
        try (Application application = Application.start(Application.RESOURCE, Tokens.class, Callers.class);
                Server server = serve(application)) {
            List<Future<String>> answers = new ArrayList<>();
            for (int i = 0; i < REQUESTS; i++) {
                String user = "user" + i % 7;
                answers.add(users.submit(() -> call(server, "/mcp", user).body()));
            }
            for (int i = 0; i < REQUESTS; i++) {
                String user = "user" + i % 7;
                assertEquals((user + " ").repeat(4).strip(), answers.get(i).get());
            }
        } finally {
            users.shutdownNow();
        }
    }

    // RFC 9728, section 1.2: each resource has an identifier and metadata of its own
    @Test
    void namedResourcesAreGuardedByTheFeatureOfTheRuntime() throws Exception {
        Map<String, String> keys = new HashMap<>();
        keys.put("mcp.oauth.resource.mcp.url", "https://mcp.example/mcp");
        keys.put("mcp.oauth.resource.notes.url", "https://mcp.example/notes");
        keys.put("mcp.oauth.resource.authorization-servers", "https://as.example");
        try (Application application = Application.start(keys, Callers.class);
                Server server = serve(application)) {
            for (String path : List.of("/mcp", "/notes")) {
                HttpResponse<String> answer = call(server, path, "not.a.token");
                assertEquals(401, answer.statusCode());
                String challenge =
                        answer.headers().firstValue("WWW-Authenticate").orElseThrow();
                assertTrue(
                        challenge.contains("https://mcp.example/.well-known/oauth-protected-resource" + path),
                        challenge);
            }
        }
    }

    /** A server that ends with its test. */
    private record Server(HttpServer http) implements AutoCloseable {
        @Override
        public void close() {
            http.shutdownNow();
        }
    }

    private static Server serve(Application application) throws IOException {
        Callers callers = application.get(Callers.class);
        ResourceConfig config = new ResourceConfig()
                .register(new Endpoint(callers))
                .register(new Notes(callers))
                .register(new RequestScope(application))
                .register(new McpOAuthFeature());
        HttpServer server = GrizzlyHttpServerFactory.createHttpServer(URI.create("http://127.0.0.1:0/"), config, false);
        ThreadPoolConfig pool =
                ThreadPoolConfig.defaultConfig().setCorePoolSize(THREADS).setMaxPoolSize(THREADS);
        server.getListeners().iterator().next().getTransport().setWorkerThreadPoolConfig(pool);
        server.start();
        return new Server(server);
    }

    private static HttpResponse<String> call(Server server, String path, String token) throws Exception {
        int port = server.http().getListeners().iterator().next().getPort();
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .timeout(Duration.ofSeconds(30))
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\"}"))
                .build();
        return CLIENT.send(request, BodyHandlers.ofString());
    }
}
