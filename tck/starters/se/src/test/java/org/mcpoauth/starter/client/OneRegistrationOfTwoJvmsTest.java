package org.mcpoauth.starter.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Two processes with eight users share a store in a file: their client registers once (RFC 7591, section 3). */
@Timeout(180)
class OneRegistrationOfTwoJvmsTest {
    private static final int USERS = 4;
    /** Long enough that everybody comes meanwhile. */
    private static final long SLOW_NANOS = TimeUnit.SECONDS.toNanos(2);

    private final ExecutorService pool = Executors.newCachedThreadPool();
    private final AtomicInteger registrations = new AtomicInteger();
    private final AtomicInteger tokens = new AtomicInteger();
    private final List<String> clients = new CopyOnWriteArrayList<>();
    private HttpServer server;

    @TempDir
    Path home;

    @BeforeEach
    void serve() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 100);
        server.setExecutor(pool);
        on("/.well-known/oauth-protected-resource/mcp", exchange -> answer(exchange, 200, resource()));
        on("/.well-known/oauth-authorization-server", exchange -> answer(exchange, 200, metadata()));
        on("/register", exchange -> {
            int number = registrations.incrementAndGet();
            LockSupport.parkNanos(SLOW_NANOS);
            answer(exchange, 201, "{\"client_id\":\"client-" + number + "\"}");
        });
        on("/authorize", exchange -> {
            String query = exchange.getRequestURI().getRawQuery();
            clients.add(value(query, "client_id"));
            exchange.getResponseHeaders()
                    .add("Location", value(query, "redirect_uri") + "?code=c&state=" + value(query, "state"));
            answer(exchange, 302, "");
        });
        on(
                "/token",
                exchange -> answer(
                        exchange,
                        200,
                        "{\"access_token\":\"at-" + tokens.incrementAndGet()
                                + "\",\"token_type\":\"Bearer\",\"expires_in\":600}"));
        server.start();
    }

    @AfterEach
    void end() {
        server.stop(0);
        pool.shutdownNow();
    }

    @Test
    void eightContendersInTwoProcessesRegisterOnce() throws Exception {
        String directory = home.resolve("store").toString();
        List<Process> processes = List.of(start("red", directory), start("blue", directory));
        for (Process process : processes) {
            String said = new String(process.getInputStream().readAllBytes(), UTF_8);
            assertTrue(process.waitFor(60, TimeUnit.SECONDS));
            assertEquals("", said);
            assertEquals(0, process.exitValue());
        }
        assertEquals(1, registrations.get());
        assertEquals(2 * USERS, tokens.get());
        assertEquals(Set.of("client-1"), Set.copyOf(clients));
    }

    private Process start(String name, String directory) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx128m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        RegisteringMain.class.getName(),
                        name,
                        origin() + "/mcp",
                        directory,
                        Integer.toString(USERS))
                .redirectErrorStream(true)
                .start();
    }

    private String origin() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort()).toString();
    }

    private String resource() {
        return "{\"resource\":\"" + origin() + "/mcp\",\"authorization_servers\":[\"" + origin() + "\"]}";
    }

    private String metadata() {
        return "{\"issuer\":\"" + origin() + "\",\"authorization_endpoint\":\"" + origin()
                + "/authorize\",\"token_endpoint\":\"" + origin() + "/token\",\"registration_endpoint\":\""
                + origin() + "/register\",\"response_types_supported\":[\"code\"],"
                + "\"code_challenge_methods_supported\":[\"S256\"],"
                + "\"token_endpoint_auth_methods_supported\":[\"none\"]}";
    }

    private interface Handler {
        void handle(HttpExchange exchange) throws IOException;
    }

    private void on(String path, Handler handler) {
        server.createContext(path, handler::handle);
    }

    private static void answer(HttpExchange exchange, int status, String text) throws IOException {
        byte[] body = text.getBytes(UTF_8);
        exchange.getResponseHeaders().add("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        if (body.length > 0) {
            exchange.getResponseBody().write(body);
        }
        exchange.close();
    }

    private static String value(String query, String name) {
        return Arrays.stream(query.split("&", -1))
                .filter(pair -> pair.startsWith(name + "="))
                .map(pair -> URLDecoder.decode(pair.substring(name.length() + 1), UTF_8))
                .findFirst()
                .orElse("");
    }
}
