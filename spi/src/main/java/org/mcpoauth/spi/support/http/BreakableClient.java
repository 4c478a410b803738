package org.mcpoauth.spi.support.http;

import java.io.IOException;
import java.net.Authenticator;
import java.net.CookieHandler;
import java.net.ProxySelector;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.PushPromiseHandler;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import org.jspecify.annotations.Nullable;

/** A client whose streams end with its runtime: that of the JDK ends none before JDK 21. */
final class BreakableClient extends HttpClient {
    private final HttpClient client;
    private final Exchanges exchanges;

    BreakableClient(HttpClient client, Exchanges exchanges) {
        this.client = client;
        this.exchanges = exchanges;
    }

    /** The client behind this one. */
    HttpClient client() {
        return client;
    }

    @Override
    public <T> HttpResponse<T> send(HttpRequest request, BodyHandler<T> bodyHandler)
            throws IOException, InterruptedException {
        exchanges.begin();
        try {
            return client.send(request, breakable(bodyHandler, exchanges));
        } finally {
            exchanges.end();
        }
    }

    @Override
    public <T> CompletableFuture<HttpResponse<T>> sendAsync(HttpRequest request, BodyHandler<T> bodyHandler) {
        return sendAsync(request, bodyHandler, null);
    }

    @Override
    public <T> CompletableFuture<HttpResponse<T>> sendAsync(
            HttpRequest request, BodyHandler<T> bodyHandler, @Nullable PushPromiseHandler<T> pushPromiseHandler) {
        try {
            exchanges.begin();
        } catch (IOException closed) {
            return CompletableFuture.failedFuture(closed);
        }
        CompletableFuture<HttpResponse<T>> answer;
        try {
            answer = client.sendAsync(request, breakable(bodyHandler, exchanges), pushPromiseHandler);
        } catch (RuntimeException e) {
            exchanges.end();
            throw e;
        }
        var unused = answer.whenComplete((response, failure) -> exchanges.end());
        return answer;
    }

    /**
     * Knows no client: a connection that is kept holds the handler of its last exchange, and a client of the JDK ends with
     * its last reference.
     */
    private static <T> BodyHandler<T> breakable(BodyHandler<T> handler, Exchanges exchanges) {
        return info -> {
            BreakableBody<T> body = new BreakableBody<>(handler.apply(info), exchanges);
            exchanges.add(body);
            return body;
        };
    }

    @Override
    public Optional<CookieHandler> cookieHandler() {
        return client.cookieHandler();
    }

    @Override
    public Optional<Duration> connectTimeout() {
        return client.connectTimeout();
    }

    @Override
    public Redirect followRedirects() {
        return client.followRedirects();
    }

    @Override
    public Optional<ProxySelector> proxy() {
        return client.proxy();
    }

    @Override
    public SSLContext sslContext() {
        return client.sslContext();
    }

    @Override
    public SSLParameters sslParameters() {
        return client.sslParameters();
    }

    @Override
    public Optional<Authenticator> authenticator() {
        return client.authenticator();
    }

    @Override
    public Version version() {
        return client.version();
    }

    @Override
    public Optional<Executor> executor() {
        return client.executor();
    }
}
