package org.mcpoauth.client.scripted;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;
import org.mcpoauth.api.client.AuthorizationRequest;
import org.mcpoauth.spi.client.AuthorizationAgent;

/** A user who agrees at once; a test may tamper with what comes back. */
public final class HeadlessAgent implements AuthorizationAgent {
    private static final HttpClient BROWSER =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    public final List<AuthorizationRequest> requests = new CopyOnWriteArrayList<>();
    /** What happens to the redirect on its way back. */
    public volatile UnaryOperator<String> tampering = UnaryOperator.identity();

    @Override
    public URI authorize(AuthorizationRequest request) {
        requests.add(request);
        return URI.create(tampering.apply(open(request.uri())));
    }

    /** Opens an authorization URL and gives where the browser is sent then. */
    public static String open(URI uri) {
        try {
            return BROWSER.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.discarding())
                    .headers()
                    .firstValue("Location")
                    .orElseThrow();
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
