package org.mcpoauth.cdi;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import org.glassfish.grizzly.http.server.HttpHandler;
import org.glassfish.grizzly.http.server.HttpServer;
import org.glassfish.grizzly.http.server.NetworkListener;
import org.glassfish.grizzly.http.server.Request;
import org.glassfish.grizzly.http.server.Response;

/** An MCP server that answers with the token it was shown, and its authorization server, whose user agrees at once. */
final class Peers implements AutoCloseable {
    private final HttpServer http = new HttpServer();
    private final NetworkListener listener = new NetworkListener("peers", "127.0.0.1", 0);
    private final AtomicInteger tokens = new AtomicInteger();

    Peers() {
        http.addListener(listener);
        String metadata = "/.well-known/oauth-protected-resource/mcp";
        on("/mcp", (request, response) -> {
            String shown = request.getHeader("Authorization");
            if (shown == null) {
                response.setHeader("WWW-Authenticate", "Bearer resource_metadata=\"" + url(metadata) + "\"");
                response.setStatus(401);
            } else {
                write(response, shown.replace("Bearer ", ""));
            }
        });
        on(
                metadata,
                (request, response) -> write(
                        response,
                        "{\"resource\":\"" + url("/mcp") + "\",\"authorization_servers\":[\"" + url("") + "\"]}"));
        on(
                "/.well-known/oauth-authorization-server",
                (request, response) -> write(
                        response,
                        "{\"issuer\":\"" + url("") + "\",\"authorization_endpoint\":\"" + url("/authorize")
                                + "\",\"token_endpoint\":\"" + url("/token")
                                + "\",\"response_types_supported\":[\"code\"],\"code_challenge_methods_supported\":[\"S256\"],"
                                + "\"token_endpoint_auth_methods_supported\":[\"none\"]}"));
        on("/authorize", (request, response) -> {
            response.setHeader(
                    "Location",
                    request.getParameter("redirect_uri") + "?code=c&state=" + request.getParameter("state"));
            response.setStatus(302);
        });
        on(
                "/token",
                (request, response) -> write(
                        response,
                        "{\"access_token\":\"at-" + tokens.incrementAndGet()
                                + "\",\"token_type\":\"Bearer\",\"expires_in\":3600}"));
        try {
            http.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void on(String path, BiConsumer<Request, Response> answer) {
        http.getServerConfiguration()
                .addHttpHandler(
                        new HttpHandler() {
                            @Override
                            public void service(Request request, Response response) {
                                answer.accept(request, response);
                            }
                        },
                        path);
    }

    private static void write(Response response, String json) {
        try {
            response.setContentType("application/json");
            response.getOutputStream().write(json.getBytes(UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String url(String path) {
        return "http://127.0.0.1:" + listener.getPort() + path;
    }

    /** The keys of a client that is known here. */
    Map<String, String> keys() {
        Map<String, String> keys = new HashMap<>();
        keys.put("mcp.oauth.url-policy", "loopback");
        keys.put("mcp.oauth.client.crm.server-url", url("/mcp"));
        keys.put("mcp.oauth.client.crm.client-id", "app");
        keys.put("mcp.oauth.client.crm.issuer", url(""));
        keys.put("mcp.oauth.client.crm.redirect-uri", "http://127.0.0.1:9/shop/mcp-oauth/callback/crm");
        return keys;
    }

    /** Where the browser is sent from an authorization URL. */
    static URI open(URI uri) {
        try {
            return URI.create(HttpClient.newHttpClient()
                    .send(HttpRequest.newBuilder(uri).build(), BodyHandlers.discarding())
                    .headers()
                    .firstValue("Location")
                    .orElseThrow());
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
