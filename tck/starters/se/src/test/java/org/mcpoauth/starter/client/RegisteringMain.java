package org.mcpoauth.starter.client;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import org.mcpoauth.api.McpOAuthClient;
import org.mcpoauth.api.Secret;
import org.mcpoauth.api.client.AuthorizationRequest;
import org.mcpoauth.api.metadata.ClientMetadata;
import org.mcpoauth.spi.ClientConfiguration;
import org.mcpoauth.spi.McpOAuthRuntime;

/**
 * A process whose users all need their first tokens at once, of a client that is not registered: name, URL, directory of
 * the store, number of users. It says what failed.
 */
final class RegisteringMain {
    private static final HttpClient BROWSER = HttpClient.newHttpClient();

    private RegisteringMain() {}

    public static void main(String[] arguments) throws InterruptedException {
        try (McpOAuthRuntime runtime = McpOAuthRuntime.builder()
                .allowLoopback()
                .stateStore("file", arguments[2])
                .storeKeys(List.of(Secret.of("k".repeat(32))))
                .build()) {
            ClientMetadata metadata = ClientMetadata.builder()
                    .redirectUris(List.of(URI.create("http://127.0.0.1:9/callback")))
                    .build();
            McpOAuthClient client =
                    runtime.client(ClientConfiguration.builder("shared", URI.create(arguments[1]), metadata)
                            .agent(RegisteringMain::agree)
                            .build());
            List<Thread> users = new ArrayList<>();
            for (int i = 0; i < Integer.parseInt(arguments[3]); i++) {
                String user = arguments[0] + i;
                users.add(new Thread(() -> obtain(client, user)));
            }
            users.forEach(Thread::start);
            for (Thread user : users) {
                user.join();
            }
        }
    }

    private static void obtain(McpOAuthClient client, String user) {
        try {
            client.as(() -> user).accessToken();
        } catch (RuntimeException e) {
            System.out.println("failed " + user + " " + e);
        }
    }

    private static URI agree(AuthorizationRequest request) {
        try {
            return URI.create(BROWSER.send(HttpRequest.newBuilder(request.uri()).build(), BodyHandlers.discarding())
                    .headers()
                    .firstValue("Location")
                    .orElseThrow());
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
