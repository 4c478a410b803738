package org.mcpoauth.client;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.util.Map;
import org.mcpoauth.api.challenge.Challenges;
import org.mcpoauth.api.error.FailureCode;
import org.mcpoauth.api.error.TransportException;
import org.mcpoauth.spi.McpOAuthServices;
import org.mcpoauth.spi.http.Connections;
import org.mcpoauth.spi.http.HttpClients;

/**
 * Calls the MCP server itself. Its URL is the application's, not discovered, and its answers may be
 * endless streams, so these requests go past the guarded transport; redirects are never followed, for the
 * token must not reach another server.
 */
public final class ApplicationHttp {
    private final HttpClients clients;
    private final Connections connections;

    ApplicationHttp(McpOAuthServices services) {
        this.clients = services.httpClients();
        this.connections = services.connections();
    }

    /** Sends a request of the application. */
    public <T> HttpResponse<T> send(HttpRequest request, BodyHandler<T> handler)
            throws IOException, InterruptedException {
        boolean isSecured = "https".equalsIgnoreCase(request.uri().getScheme());
        return (isSecured ? clients.secured() : clients.plain()).send(request, handler);
    }

    /** The client for https, to tell its settings. */
    public HttpClient secured() {
        return clients.secured();
    }

    /**
     * Sends one minimal message and reads the challenge.
     *
     * @param method the method of the message
     * @param headers what is sent beside the message
     */
    public Challenges probe(URI serverUrl, String method, Map<String, String> headers) {
        HttpRequest.Builder message = HttpRequest.newBuilder(serverUrl)
                .timeout(connections.requestTimeout())
                .header("User-Agent", connections.userAgent())
                .header("Content-Type", "application/json")
                .header("Accept", "application/json, text/event-stream")
                .POST(BodyPublishers.ofString("{\"jsonrpc\":\"2.0\",\"id\":0,\"method\":\"" + method + "\"}"));
        headers.forEach(message::header);
        return challenge(message.build());
    }

    private Challenges challenge(HttpRequest request) {
        try {
            return challenges(send(request, info -> new IgnoredBody<Void>()));
        } catch (IOException e) {
            throw new TransportException(
                    FailureCode.CONNECTION_FAILED, request.uri(), "the MCP server cannot be reached", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TransportException(FailureCode.INTERRUPTED, request.uri(), "interrupted", e);
        }
    }

    /** The challenges of a 401 or 403; other answers have none that count. */
    public static Challenges challenges(HttpResponse<?> response) {
        return response.statusCode() == 401 || response.statusCode() == 403
                ? Challenges.parse(response.headers().allValues("WWW-Authenticate"))
                : Challenges.NONE;
    }
}
