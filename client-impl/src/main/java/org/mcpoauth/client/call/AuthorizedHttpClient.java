package org.mcpoauth.client.call;

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
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.api.error.AuthorizationRequiredException;
import org.mcpoauth.client.ApplicationHttp;

/**
 * What {@link org.mcpoauth.api.McpOAuthClient#send} does, for libraries that are given an {@code HttpClient}.
 * Nothing is done here but that; the connections are those of the client.
 */
final class AuthorizedHttpClient extends HttpClient {
    private final ResourceClient client;
    private final ApplicationHttp application;
    private final Executor executor;

    AuthorizedHttpClient(ResourceClient client, ApplicationHttp application, Executor executor) {
        this.client = client;
        this.application = application;
        this.executor = executor;
    }

    @Override
    public <T> HttpResponse<T> send(HttpRequest request, BodyHandler<T> bodyHandler)
            throws IOException, InterruptedException {
        return client.send(request, bodyHandler);
    }

    @Override
    public <T> CompletableFuture<HttpResponse<T>> sendAsync(HttpRequest request, BodyHandler<T> bodyHandler) {
        Objects.requireNonNull(bodyHandler, "bodyHandler");
        client.requireOwnRequest(request);
        try {
            // the thread of the call knows its caller, the one that will send does not
            ResourceClient ofCaller = client.ofCaller();
            AsyncCall<HttpResponse<T>> call = new AsyncCall<>(() -> ofCaller.send(request, bodyHandler));
            call.begin(executor);
            return call;
        } catch (AuthorizationRequiredException nobodyCalls) {
            return CompletableFuture.failedFuture(nobodyCalls);
        }
    }

    /** Without pushed answers, which would come for attempts that are not the last one. */
    @Override
    public <T> CompletableFuture<HttpResponse<T>> sendAsync(
            HttpRequest request, BodyHandler<T> bodyHandler, @Nullable PushPromiseHandler<T> pushPromiseHandler) {
        return sendAsync(request, bodyHandler);
    }

    @Override
    public Optional<CookieHandler> cookieHandler() {
        return application.secured().cookieHandler();
    }

    @Override
    public Optional<Duration> connectTimeout() {
        return application.secured().connectTimeout();
    }

    @Override
    public Redirect followRedirects() {
        return Redirect.NEVER;
    }

    @Override
    public Optional<ProxySelector> proxy() {
        return application.secured().proxy();
    }

    @Override
    public SSLContext sslContext() {
        return application.secured().sslContext();
    }

    @Override
    public SSLParameters sslParameters() {
        return application.secured().sslParameters();
    }

    @Override
    public Optional<Authenticator> authenticator() {
        return Optional.empty();
    }

    @Override
    public Version version() {
        return application.secured().version();
    }

    @Override
    public Optional<Executor> executor() {
        return Optional.of(executor);
    }
}
