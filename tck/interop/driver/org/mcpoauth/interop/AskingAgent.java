package org.mcpoauth.interop;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.net.URI;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.mcpoauth.api.client.AuthorizationRequest;
import org.mcpoauth.api.error.FailureCode;
import org.mcpoauth.api.error.TransportException;
import org.mcpoauth.spi.client.AuthorizationAgent;

/** Has the script fill in the forms of the authorization server: {@code {"authorize":URL,"flow":1}}. */
final class AskingAgent implements AuthorizationAgent {
    private static final int PATIENCE_SECONDS = 60;

    private final Channel channel;
    private final AtomicInteger flows = new AtomicInteger();
    private final Map<Integer, CompletableFuture<URI>> waiting = new ConcurrentHashMap<>();

    AskingAgent(Channel channel) {
        this.channel = channel;
    }

    @Override
    public URI authorize(AuthorizationRequest request) {
        int flow = flows.incrementAndGet();
        CompletableFuture<URI> redirect = new CompletableFuture<>();
        waiting.put(flow, redirect);
        channel.send(Json.createObjectBuilder()
                .add("flow", flow)
                .add("authorize", request.uri().toString())
                .add("redirectUri", request.redirectUri().toString())
                .build());
        try {
            return redirect.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw failed(FailureCode.INTERRUPTED, request, e);
        } catch (ExecutionException | TimeoutException e) {
            throw failed(FailureCode.TIMED_OUT, request, e);
        } finally {
            waiting.remove(flow);
        }
    }

    /** Takes {@code {"flow":1,"redirect":URL}}; without a URL the user went away. */
    void answer(JsonObject message) {
        CompletableFuture<URI> redirect = waiting.get(message.getInt("flow"));
        if (message.isNull("redirect")) {
            redirect.completeExceptionally(new IllegalStateException("the user went away"));
        } else {
            redirect.complete(URI.create(message.getString("redirect")));
        }
    }

    private static TransportException failed(FailureCode code, AuthorizationRequest request, Exception cause) {
        return new TransportException(code, request.uri(), "the user did not come back", cause);
    }
}
