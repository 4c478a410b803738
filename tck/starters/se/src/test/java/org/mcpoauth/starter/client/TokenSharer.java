package org.mcpoauth.starter.client;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Clock;
import java.time.InstantSource;
import java.util.List;
import org.mcpoauth.api.McpOAuthClient;
import org.mcpoauth.api.metadata.ClientMetadata;
import org.mcpoauth.spi.ClientConfiguration;
import org.mcpoauth.spi.McpOAuthRuntime;
import org.mcpoauth.spi.client.AuthorizationAgent;
import org.mcpoauth.spi.support.store.JdbcOptions;
import org.mcpoauth.spi.support.store.JdbcStateStore;
import org.mcpoauth.spi.support.store.StoreLimits;
import org.mcpoauth.starter.store.Databases;

/** What every process of the test has in common: the client, and the data base its tokens are in. */
final class TokenSharer {
    private static final URI REDIRECT = URI.create("http://127.0.0.1:9/callback");

    private TokenSharer() {}

    static JdbcStateStore store(int port) {
        return new JdbcStateStore(
                Databases.postgres(port), Clock.systemUTC(), StoreLimits.defaults(), JdbcOptions.defaults());
    }

    static McpOAuthRuntime.Builder runtime(int port, InstantSource clock) {
        return McpOAuthRuntime.builder().allowLoopback().stateStore(store(port)).clock(clock);
    }

    /** A client without a user: who has to ask one fails. */
    static ClientConfiguration.Builder configuration(URI mcp) {
        ClientMetadata metadata =
                ClientMetadata.builder().redirectUris(List.of(REDIRECT)).build();
        return ClientConfiguration.builder("shared", mcp, metadata).clientId("agent");
    }

    /** A user who agrees at once, once. */
    static void authorize(McpOAuthRuntime runtime, URI mcp) {
        HttpClient browser = HttpClient.newHttpClient();
        AuthorizationAgent user = request -> {
            try {
                return URI.create(
                        browser.send(HttpRequest.newBuilder(request.uri()).build(), BodyHandlers.discarding())
                                .headers()
                                .firstValue("Location")
                                .orElseThrow());
            } catch (IOException | InterruptedException e) {
                throw new IllegalStateException(e);
            }
        };
        runtime.client(configuration(mcp).agent(user).build()).accessToken();
    }

    static HttpRequest request(McpOAuthClient client, String body) {
        return HttpRequest.newBuilder(URI.create(client.resource().value()))
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
    }
}
