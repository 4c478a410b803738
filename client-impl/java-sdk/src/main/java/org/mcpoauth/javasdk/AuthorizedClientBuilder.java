package org.mcpoauth.javasdk;

import java.net.Authenticator;
import java.net.CookieHandler;
import java.net.ProxySelector;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.concurrent.Executor;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import org.mcpoauth.api.McpOAuthClient;

/**
 * Gives the SDK, which makes its HTTP client from a builder, the one that is there already. A setting that
 * would be lost is refused.
 */
final class AuthorizedClientBuilder implements HttpClient.Builder {
    private final McpOAuthClient client;

    AuthorizedClientBuilder(McpOAuthClient client) {
        this.client = client;
    }

    @Override
    public HttpClient build() {
        return client.httpClient();
    }

    /** Without effect, not refused: the SDK sets it for each transport, asked or not. */
    @Override
    public HttpClient.Builder connectTimeout(Duration duration) {
        return this;
    }

    @Override
    public HttpClient.Builder cookieHandler(CookieHandler cookieHandler) {
        throw settled("cookies");
    }

    @Override
    public HttpClient.Builder sslContext(SSLContext sslContext) {
        throw settled("certificates");
    }

    @Override
    public HttpClient.Builder sslParameters(SSLParameters sslParameters) {
        throw settled("parameters of TLS");
    }

    @Override
    public HttpClient.Builder executor(Executor executor) {
        throw settled("an executor");
    }

    @Override
    public HttpClient.Builder followRedirects(HttpClient.Redirect policy) {
        throw settled("redirects");
    }

    @Override
    public HttpClient.Builder version(HttpClient.Version version) {
        throw settled("a version of HTTP");
    }

    @Override
    public HttpClient.Builder priority(int priority) {
        throw settled("a priority");
    }

    @Override
    public HttpClient.Builder proxy(ProxySelector proxySelector) {
        throw settled("a proxy");
    }

    @Override
    public HttpClient.Builder authenticator(Authenticator authenticator) {
        throw settled("an authenticator");
    }

    private static UnsupportedOperationException settled(String what) {
        return new UnsupportedOperationException(
                what + " cannot be set here: connections are made by the runtime of the McpOAuthClient");
    }
}
