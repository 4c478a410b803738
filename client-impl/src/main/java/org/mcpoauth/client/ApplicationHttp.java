package org.mcpoauth.client;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.time.Duration;
import org.mcpoauth.api.challenge.Challenges;
import org.mcpoauth.api.error.FailureCode;
import org.mcpoauth.api.error.TransportException;
import org.mcpoauth.spi.http.Connections;

/**
 * Calls the MCP server itself. Its URL is the application's, not discovered, and its answers may be
 * endless streams, so these requests go past the guarded transport; redirects are never followed, for the
 * token must not reach another server.
 */
public final class ApplicationHttp {
    private static final Duration PROBE_TIMEOUT = Duration.ofSeconds(5);
    private static final String PROBE = "{\"jsonrpc\":\"2.0\",\"id\":0,\"method\":\"ping\"}";

    private final HttpClient secured;
    private final HttpClient plain;

    ApplicationHttp(Connections connections) {
        this.secured = client(connections, HttpClient.Version.HTTP_2);
        // plain http would begin with an upgrade to HTTP/2 that MCP servers need not understand
        this.plain = client(connections, HttpClient.Version.HTTP_1_1);
    }

    /** Sends a request of the application. */
    public <T> HttpResponse<T> send(HttpRequest request, BodyHandler<T> handler)
            throws IOException, InterruptedException {
        boolean isSecured = "https".equalsIgnoreCase(request.uri().getScheme());
        return (isSecured ? secured : plain).send(request, handler);
    }

    /** The client for https, to tell its settings. */
    public HttpClient secured() {
        return secured;
    }

    /** Sends one minimal message without a token and reads the challenge. */
    public Challenges probe(URI serverUrl) {
        HttpRequest request = HttpRequest.newBuilder(serverUrl)
                .timeout(PROBE_TIMEOUT)
                .header("Content-Type", "application/json")
                .header("Accept", "application/json, text/event-stream")
                .POST(BodyPublishers.ofString(PROBE))
                .build();
        try {
            return challenges(send(request, info -> new IgnoredBody<Void>()));
        } catch (IOException e) {
            throw new TransportException(
                    FailureCode.CONNECTION_FAILED, serverUrl, "the MCP server cannot be reached", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TransportException(FailureCode.INTERRUPTED, serverUrl, "interrupted", e);
        }
    }

    /** The challenges of a 401 or 403; other answers have none that count. */
    public static Challenges challenges(HttpResponse<?> response) {
        return response.statusCode() == 401 || response.statusCode() == 403
                ? Challenges.parse(response.headers().allValues("WWW-Authenticate"))
                : Challenges.NONE;
    }

    private static HttpClient client(Connections connections, HttpClient.Version version) {
        HttpClient.Builder client = HttpClient.newBuilder()
                .version(version)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(connections.connectTimeout());
        if (connections.tls() != null) {
            client.sslContext(connections.tls());
        }
        return client.build();
    }
}
