package org.mcpoauth.tck.counterpart;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;

/**
 * An HTTP/1.1 server on a port of its own at 127.0.0.1, written on sockets so that it can break every rule. It
 * answers 404 where it has no script, and remembers all requests. Safe for use by several threads.
 */
public final class LoopbackServer implements AutoCloseable {
    private static final int PATIENCE_MILLIS = 20_000;

    private final ServerSocket listener;
    private final Map<String, Function<Request, Reply>> scripts = new ConcurrentHashMap<>();
    private final List<Request> requests = new CopyOnWriteArrayList<>();
    private final List<Socket> open = new CopyOnWriteArrayList<>();

    /** Starts the server. */
    public LoopbackServer() {
        try {
            listener = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        start(this::accept);
    }

    /**
     * Sets what a path answers from now on.
     *
     * @param path the path, still encoded
     * @param script makes the answer to a request
     */
    public void on(String path, Function<Request, Reply> script) {
        scripts.put(path, script);
    }

    /**
     * Where the server is.
     *
     * @return scheme, address and port, without a slash at the end
     */
    public String origin() {
        return "http://127.0.0.1:" + listener.getLocalPort();
    }

    /**
     * What clients sent, to all paths, in its order.
     *
     * @return a copy
     */
    public List<Request> requests() {
        return List.copyOf(requests);
    }

    /**
     * What clients sent to one path, in its order.
     *
     * @param path the path, still encoded
     * @return a copy
     */
    public List<Request> requests(String path) {
        return requests.stream().filter(request -> request.path().equals(path)).toList();
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket socket = listener.accept();
                open.add(socket);
                start(() -> serve(socket));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            socket.setSoTimeout(PATIENCE_MILLIS);
            InputStream in = new BufferedInputStream(socket.getInputStream());
            String line = line(in);
            if (!line.isEmpty()) {
                Request request = read(line, in);
                requests.add(request);
                Reply reply = scripts.getOrDefault(request.path(), unknown -> Reply.of(404))
                        .apply(request);
                write(reply, socket.getOutputStream());
            }
        } catch (IOException clientHasGone) {
            // a client may leave whenever it likes
        } finally {
            open.remove(socket);
        }
    }

    private static Request read(String line, InputStream in) throws IOException {
        String[] parts = line.split(" ", -1);
        Map<String, List<String>> headers = new TreeMap<>();
        for (String header = line(in); !header.isEmpty(); header = line(in)) {
            int colon = header.indexOf(':');
            headers.computeIfAbsent(header.substring(0, colon).toLowerCase(Locale.ROOT), name -> new ArrayList<>())
                    .add(header.substring(colon + 1).strip());
        }
        int length = Integer.parseInt(
                headers.getOrDefault("content-length", List.of("0")).get(0));
        String body = new String(in.readNBytes(length), UTF_8);
        int query = parts[1].indexOf('?');
        return query < 0
                ? new Request(parts[0], parts[1], "", headers, body)
                : new Request(parts[0], parts[1].substring(0, query), parts[1].substring(query + 1), headers, body);
    }

    private void write(Reply reply, OutputStream out) throws IOException {
        byte[] body = reply.body().getBytes(UTF_8);
        byte[] head = head(reply, body.length).getBytes(ISO_8859_1);
        switch (reply.delivery()) {
            case WHOLE -> send(out, head, body);
            case DROPPED_AT_ONCE -> {}
            case DROPPED_IN_HEADERS -> out.write(head, 0, head.length / 2);
            case DROPPED_IN_BODY -> {
                out.write(head);
                out.write(body, 0, body.length / 2);
            }
            case SLOW -> {
                out.write(head);
                trickle(out, body);
            }
            case ENDLESS -> {
                out.write(head);
                while (!listener.isClosed()) {
                    out.write(body);
                }
            }
        }
        out.flush();
    }

    private static void send(OutputStream out, byte[] head, byte[] body) throws IOException {
        out.write(head);
        out.write(body);
    }

    private void trickle(OutputStream out, byte[] body) throws IOException {
        for (int i = 0; i < body.length && !listener.isClosed(); i++) {
            out.write(body[i]);
            out.flush();
            LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(1));
        }
    }

    private static String head(Reply reply, int length) {
        StringBuilder head = new StringBuilder("HTTP/1.1 " + reply.status() + " x\r\nConnection: close\r\n");
        reply.headers()
                .forEach((name, value) ->
                        head.append(name).append(": ").append(value).append("\r\n"));
        if (reply.delivery() != Reply.Delivery.ENDLESS) {
            head.append("Content-Length: ").append(length).append("\r\n");
        }
        return head.append("\r\n").toString();
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int next = in.read(); next != '\n' && next != -1; next = in.read()) {
            if (next != '\r') {
                line.append((char) next);
            }
        }
        return line.toString();
    }

    private static void start(Runnable work) {
        Thread thread = new Thread(work, "tck-counterpart");
        thread.setDaemon(true);
        thread.start();
    }

    /** Ends the server and its connections. */
    @Override
    public void close() {
        try {
            listener.close();
            for (Socket socket : open) {
                socket.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
