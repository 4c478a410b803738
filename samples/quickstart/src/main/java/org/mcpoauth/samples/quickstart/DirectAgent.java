package org.mcpoauth.samples.quickstart;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import org.mcpoauth.api.client.AuthorizationRequest;
import org.mcpoauth.api.error.FailureCode;
import org.mcpoauth.api.error.TransportException;
import org.mcpoauth.spi.client.AuthorizationAgent;

/** For authorization servers that answer at once: one request, whose redirect is not followed. */
final class DirectAgent implements AuthorizationAgent {
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();

    @Override
    public URI authorize(AuthorizationRequest request) {
        try {
            HttpResponse<Void> answer =
                    http.send(HttpRequest.newBuilder(request.uri()).build(), BodyHandlers.discarding());
            return answer.headers()
                    .firstValue("Location")
                    .map(URI::create)
                    .orElseThrow(() -> new IOException("no redirect"));
        } catch (IOException e) {
            throw new TransportException(FailureCode.CONNECTION_FAILED, request.uri(), "no redirect came", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TransportException(FailureCode.INTERRUPTED, request.uri(), "interrupted", e);
        }
    }
}
