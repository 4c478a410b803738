package org.mcpoauth.spi.support.http;

import static java.util.concurrent.TimeUnit.NANOSECONDS;

import java.net.ConnectException;
import java.net.ProtocolException;
import java.net.ProxySelector;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.api.error.FailureCode;
import org.mcpoauth.api.error.ResponseViolationException;
import org.mcpoauth.api.error.Rule;
import org.mcpoauth.api.error.TransportException;
import org.mcpoauth.spi.http.Connections;
import org.mcpoauth.spi.http.HttpCall;
import org.mcpoauth.spi.http.HttpReply;
import org.mcpoauth.spi.http.HttpTransport;
import org.mcpoauth.spi.support.concurrent.DaemonThreads;

/**
 * Sends calls with {@link HttpClient}: no redirects, no cookies, no authenticator, no decompression, a
 * deadline that covers the last body byte, a cap on the body.
 *
 * <p>The calling thread waits without holding a lock. Safe for use by several threads. Before JDK 21 an
 * {@code HttpClient} cannot be closed; its selector thread ends once the closed transport has let go of it.
 */
public final class JdkHttpTransport implements HttpTransport, AutoCloseable {
    // A recipient is to expect elements of any length and to have a limit
    private static final Rule LENGTH_LIMIT = new Rule("RFC 9110", "2.3");

    /** No request of ours may take longer ({@link Connections#requestTimeout}). */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final String userAgent;
    private final ExecutorService executor;
    private final RenewedClient client;
    /** Each call has one, who closes asks for all. */
    private final Semaphore calls = new Semaphore(Integer.MAX_VALUE);

    private JdkHttpTransport(Builder builder) {
        userAgent = builder.userAgent;
        executor = DaemonThreads.pool("mcp-oauth-http");
        HttpClient.Builder settings = settings(builder, executor);
        client = new RenewedClient(settings::build, executor);
    }

    private static HttpClient.Builder settings(Builder builder, ExecutorService executor) {
        HttpClient.Builder settings = HttpClient.newBuilder()
                .executor(executor)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(builder.connectTimeout)
                .proxy(builder.proxySelector);
        if (builder.sslContext != null) {
            settings.sslContext(builder.sslContext);
        }
        return settings;
    }

    /** A transport that makes connections so. */
    public static JdkHttpTransport of(Connections connections) {
        Builder builder = builder().connectTimeout(connections.connectTimeout()).userAgent(connections.userAgent());
        if (connections.tls() != null) {
            builder.sslContext(connections.tls());
        }
        if (connections.proxy() != null) {
            builder.proxySelector(connections.proxy());
        }
        return builder.build();
    }

    public static Builder builder() {
        return new Builder();
    }

    @Override
    public HttpReply send(HttpCall call) {
        calls.acquireUninterruptibly();
        try {
            return sent(call);
        } finally {
            calls.release();
        }
    }

    private HttpReply sent(HttpCall call) {
        HttpClient open = client.get();
        if (open == null) {
            throw failure(call, FailureCode.CONNECTION_FAILED, "the transport is closed", null);
        }
        if (Thread.currentThread().isInterrupted()) {
            throw interrupted(call);
        }
        HttpResponse<Optional<byte[]>> response = exchange(call, open);
        byte[] body = response.body()
                .orElseThrow(() -> new ResponseViolationException(
                        FailureCode.RESPONSE_TOO_LARGE,
                        LENGTH_LIMIT,
                        "the body is larger than " + call.maxBodyBytes() + " bytes"));
        return new HttpReply(response.statusCode(), response.headers(), body);
    }

    private HttpResponse<Optional<byte[]>> exchange(HttpCall call, HttpClient open) {
        CompletableFuture<HttpResponse<Optional<byte[]>>> exchange =
                open.sendAsync(request(call), head -> new CappedBody(call.maxBodyBytes()));
        try {
            return exchange.get(NANOSECONDS.convert(call.timeout()), NANOSECONDS);
        } catch (TimeoutException e) {
            exchange.cancel(true);
            throw failure(call, FailureCode.TIMED_OUT, "no complete answer in " + call.timeout(), null);
        } catch (InterruptedException e) {
            exchange.cancel(true);
            Thread.currentThread().interrupt();
            throw interrupted(call);
        } catch (ExecutionException e) {
            if (isUnreadableHead(e.getCause())) {
                client.leftOpenBy(open);
            }
            throw failure(call, e.getCause());
        }
    }

    // A status line or header is wrong or too long (ProtocolException), or a length no number
    private static boolean isUnreadableHead(@Nullable Throwable cause) {
        return cause instanceof ProtocolException || cause instanceof IllegalArgumentException;
    }

    private HttpRequest request(HttpCall call) {
        HttpRequest.Builder request = HttpRequest.newBuilder(call.uri())
                .method(
                        call.method(),
                        call.body() == null ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(call.body()));
        if ("http".equalsIgnoreCase(call.uri().getScheme())) {
            // otherwise the client offers to upgrade to h2c, and some servers accept
            request.version(HttpClient.Version.HTTP_1_1);
        }
        request.setHeader("User-Agent", userAgent);
        call.headers().map().forEach((name, values) -> {
            request.setHeader(name, values.get(0));
            values.stream().skip(1).forEach(value -> request.header(name, value));
        });
        return request.build();
    }

    private static TransportException interrupted(HttpCall call) {
        return failure(call, FailureCode.INTERRUPTED, "the waiting thread was interrupted", null);
    }

    private static TransportException failure(HttpCall call, @Nullable Throwable cause) {
        if (cause instanceof HttpTimeoutException) {
            return failure(call, FailureCode.TIMED_OUT, "no connection in time", null);
        }
        String kind = cause == null ? "unknown" : cause.getClass().getSimpleName();
        return failure(call, FailureCode.CONNECTION_FAILED, "no complete answer: " + kind, withoutPeerText(cause));
    }

    // The message of a parsing failure quotes what the peer sent, so only other failures are passed on
    private static @Nullable Throwable withoutPeerText(@Nullable Throwable cause) {
        return cause instanceof SSLException || cause instanceof ConnectException ? cause : null;
    }

    private static TransportException failure(
            HttpCall call, FailureCode code, String message, @Nullable Throwable cause) {
        return new TransportException(code, call.uri(), message, cause);
    }

    /**
     * Ends all use. Exchanges under way are waited for, for the longest time that a request may have, unless this thread
     * is interrupted: a server may have done already what is asked of it, such as ending a refresh token.
     */
    @Override
    public void close() {
        client.close();
        awaitCalls();
        executor.shutdown();
    }

    /** Since JDK 21 the client has waited for them. */
    private void awaitCalls() {
        try {
            if (calls.tryAcquire(Integer.MAX_VALUE, PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                calls.release(Integer.MAX_VALUE);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Settings of a transport; what is not set keeps the value given here. */
    public static final class Builder {
        private Duration connectTimeout = Duration.ofSeconds(2);
        private ProxySelector proxySelector = HttpClient.Builder.NO_PROXY;
        private String userAgent = "mcp-oauth";
        private @Nullable SSLContext sslContext;

        private Builder() {}

        /** How long a connection may take to be made; 2 seconds. */
        public Builder connectTimeout(Duration timeout) {
            this.connectTimeout = Objects.requireNonNull(timeout, "timeout");
            return this;
        }

        /**
         * Which proxy to use; none, also when the JVM has one. Give the same to {@link GuardedHttp}, which
         * cannot judge addresses that a proxy resolves.
         */
        public Builder proxySelector(ProxySelector selector) {
            this.proxySelector = Objects.requireNonNull(selector, "selector");
            return this;
        }

        /** Keys and trust anchors for TLS; those of the JVM. */
        public Builder sslContext(SSLContext context) {
            this.sslContext = Objects.requireNonNull(context, "context");
            return this;
        }

        /** The {@code User-Agent} of calls that bring none; {@code mcp-oauth}. */
        public Builder userAgent(String text) {
            this.userAgent = Objects.requireNonNull(text, "text");
            return this;
        }

        public JdkHttpTransport build() {
            return new JdkHttpTransport(this);
        }
    }
}
