package org.mcpoauth.tck.counterpart;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.mcpoauth.api.client.AuthorizationRequest;
import org.mcpoauth.spi.client.AuthorizationAgent;

/** The browser of a user who agrees to everything; it remembers what it was told to open. */
public final class Browser implements AuthorizationAgent {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final List<URI> opened = new CopyOnWriteArrayList<>();
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    Browser() {}

    /**
     * What it was told to open, in its order.
     *
     * @return a copy
     */
    public List<URI> opened() {
        return List.copyOf(opened);
    }

    @Override
    public URI authorize(AuthorizationRequest request) {
        return open(request.uri());
    }

    /**
     * Opens a page of an authorization server.
     *
     * @param page the authorization request
     * @return where the browser is sent
     */
    public URI open(URI page) {
        opened.add(page);
        HttpRequest request = HttpRequest.newBuilder(page).timeout(PATIENCE).build();
        try {
            return URI.create(http.send(request, BodyHandlers.discarding())
                    .headers()
                    .firstValue("Location")
                    .orElseThrow(() -> new IllegalStateException("the page redirects nowhere")));
        } catch (IOException e) {
            throw new IllegalStateException("the page cannot be opened", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("the browser was closed", e);
        }
    }
}
