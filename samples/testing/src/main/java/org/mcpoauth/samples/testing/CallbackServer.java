package org.mcpoauth.samples.testing;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** The client that a browser comes back to; also a site that puts other pages into frames. */
public final class CallbackServer implements AutoCloseable {
    private final BlockingQueue<URI> callbacks = new LinkedBlockingQueue<>();
    private final HttpServer server;

    /** Listens on a free port of loopback. */
    public CallbackServer() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        page("/callback", "<title>done</title>done");
        server.start();
    }

    /** Serves a page; what comes to it counts as having come back. */
    public void page(String path, String html) {
        server.createContext(path, exchange -> {
            callbacks.add(uri().resolve(exchange.getRequestURI()));
            byte[] page = html.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "text/html");
            exchange.sendResponseHeaders(200, page.length);
            exchange.getResponseBody().write(page);
            exchange.close();
        });
    }

    /** Where the browser comes back to. */
    public URI uri() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/callback");
    }

    /** Waits until the browser comes back. */
    public URI await() throws InterruptedException {
        return Optional.ofNullable(callbacks.poll(10, TimeUnit.SECONDS))
                .orElseThrow(() -> new AssertionError("the browser did not come back"));
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
