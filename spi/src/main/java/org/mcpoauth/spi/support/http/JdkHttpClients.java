package org.mcpoauth.spi.support.http;

import java.net.http.HttpClient;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.api.error.ConfigurationException;
import org.mcpoauth.api.error.FailureCode;
import org.mcpoauth.spi.http.Connections;
import org.mcpoauth.spi.http.HttpClients;
import org.mcpoauth.spi.support.concurrent.DaemonThreads;

/**
 * The two clients for calls of MCP servers, each made when it is first asked for.
 *
 * <p>Closing breaks off streams and ends their threads. Before JDK 21 an {@code HttpClient} cannot be closed:
 * requests without an answer wait for it until their own time is over, and the threads end once nothing is under way.
 */
public final class JdkHttpClients implements HttpClients, AutoCloseable {
    private final Connections connections;
    private final ExecutorService executor = DaemonThreads.pool("mcp-oauth-http");
    private final Lock lock = new ReentrantLock();
    private final Exchanges exchanges = new Exchanges(executor::shutdown);
    private @Nullable BreakableClient secured;
    private @Nullable BreakableClient plain;
    private boolean closed;

    /** Makes nothing yet. */
    public JdkHttpClients(Connections connections) {
        this.connections = connections;
    }

    @Override
    public HttpClient secured() {
        lock.lock();
        try {
            BreakableClient client = secured == null ? make(HttpClient.Version.HTTP_2) : secured;
            secured = client;
            return client;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public HttpClient plain() {
        lock.lock();
        try {
            BreakableClient client = plain == null ? make(HttpClient.Version.HTTP_1_1) : plain;
            plain = client;
            return client;
        } finally {
            lock.unlock();
        }
    }

    private BreakableClient make(HttpClient.Version version) {
        if (closed) {
            throw new ConfigurationException(
                    FailureCode.UNSUPPORTED_OPERATION,
                    "runtime",
                    "was closed, and its clients call nothing any more; make a client of another runtime",
                    null);
        }
        HttpClient.Builder client = HttpClient.newBuilder()
                .version(version)
                .executor(executor)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(connections.connectTimeout());
        if (connections.tls() != null) {
            client.sslContext(connections.tls());
        }
        if (connections.proxy() != null) {
            client.proxy(connections.proxy());
        }
        return new BreakableClient(client.build(), exchanges);
    }

    @Override
    public void close() {
        lock.lock();
        try {
            end(secured);
            end(plain);
            secured = null;
            plain = null;
            closed = true;
        } finally {
            lock.unlock();
        }
        exchanges.close();
    }

    /** Closing waits for what is under way, unless the thread is interrupted; a stream may be without end. */
    private static void end(@Nullable BreakableClient client) {
        if (client != null && client.client() instanceof AutoCloseable closeable) {
            DaemonThreads.create("mcp-oauth-http-close", () -> {
                        Thread.currentThread().interrupt();
                        RenewedClient.close(closeable);
                    })
                    .start();
        }
    }
}
