package org.mcpoauth.client.scripted;

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
import java.net.URI;
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
import javax.net.ServerSocketFactory;

/** An HTTP/1.1 server on loopback with a script for each path; it remembers every request. */
public final class ScriptedServer implements AutoCloseable {
    private static final int LONGEST_WAIT_MILLIS = 20_000;

    private final String scheme;
    private final ServerSocket listener;
    private volatile boolean isEnded;
    private final Map<String, Function<Received, Answer>> scripts = new ConcurrentHashMap<>();
    private final List<Received> received = new CopyOnWriteArrayList<>();
    private final List<Socket> open = new CopyOnWriteArrayList<>();

    public ScriptedServer() {
        this("http", ServerSocketFactory.getDefault());
    }

    /** A server behind sockets of another kind, such as those of TLS. */
    public ScriptedServer(String scheme, ServerSocketFactory sockets) {
        this.scheme = scheme;
        try {
            listener = sockets.createServerSocket(0, 100, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        start(this::accept);
    }

    public ScriptedServer on(String path, Function<Received, Answer> script) {
        scripts.put(path, script);
        return this;
    }

    public ScriptedServer on(String path, Answer answer) {
        return on(path, request -> answer);
    }

    /** Answers 404 at a path from now on. */
    public void off(String path) {
        scripts.remove(path);
    }

    public String origin() {
        return scheme + "://127.0.0.1:" + listener.getLocalPort();
    }

    public URI uri(String path) {
        return URI.create(origin() + path);
    }

    /** All requests so far, or those to one path. */
    public List<Received> received() {
        return List.copyOf(received);
    }

    public List<Received> received(String path) {
        return received.stream().filter(request -> request.path().equals(path)).toList();
    }

    public int count(String path) {
        return received(path).size();
    }

    public Received last(String path) {
        List<Received> all = received(path);
        return all.get(all.size() - 1);
    }

    /** The paths in the order they were asked for. */
    public List<String> paths() {
        return received.stream().map(Received::path).toList();
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket socket = listener.accept();
                open.add(socket);
                // what waits in accept may still get a connection that is made while the listener is closed
                if (isEnded) {
                    socket.close();
                } else {
                    start(() -> serve(socket));
                }
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            socket.setSoTimeout(LONGEST_WAIT_MILLIS);
            InputStream in = new BufferedInputStream(socket.getInputStream());
            String line = readLine(in);
            if (!line.isEmpty()) {
                Received request = read(line, in);
                received.add(request);
                write(
                        scripts.getOrDefault(request.path(), other -> Answer.of(404))
                                .apply(request),
                        socket.getOutputStream());
            }
        } catch (IOException peerHasGone) {
            // what the peer sees is what the test asserts
        } finally {
            open.remove(socket);
        }
    }

    private static Received read(String line, InputStream in) throws IOException {
        String[] parts = line.split(" ", -1);
        Map<String, List<String>> headers = new TreeMap<>();
        for (String header = readLine(in); !header.isEmpty(); header = readLine(in)) {
            int colon = header.indexOf(':');
            headers.computeIfAbsent(header.substring(0, colon).toLowerCase(Locale.ROOT), name -> new ArrayList<>())
                    .add(header.substring(colon + 1).strip());
        }
        int length = Integer.parseInt(
                headers.getOrDefault("content-length", List.of("0")).get(0));
        String body = new String(in.readNBytes(length), UTF_8);
        int query = parts[1].indexOf('?');
        return query < 0
                ? new Received(parts[0], parts[1], "", headers, body)
                : new Received(parts[0], parts[1].substring(0, query), parts[1].substring(query + 1), headers, body);
    }

    private void write(Answer answer, OutputStream out) throws IOException {
        byte[] body = answer.body().getBytes(UTF_8);
        StringBuilder head = new StringBuilder("HTTP/1.1 " + answer.status() + " x\r\nConnection: close\r\n");
        answer.headers().forEach((name, value) -> head.append(name + ": " + value + "\r\n"));
        if (answer.pace() == Answer.Pace.WHOLE) {
            head.append("Content-Length: " + body.length + "\r\n");
        }
        out.write((head + "\r\n").getBytes(ISO_8859_1));
        out.flush();
        if (answer.pace() == Answer.Pace.TRICKLE) {
            for (byte one : body) {
                out.write(one);
                out.flush();
                pause(1_000);
            }
        } else {
            out.write(body);
            out.flush();
        }
        if (answer.pace() == Answer.Pace.ENDLESS) {
            pause(LONGEST_WAIT_MILLIS);
        }
    }

    private void pause(int millis) {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        while (!listener.isClosed() && System.nanoTime() < end) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
        }
    }

    private static String readLine(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int next = in.read(); next != '\n' && next != -1; next = in.read()) {
            if (next != '\r') {
                line.append((char) next);
            }
        }
        return line.toString();
    }

    private static void start(Runnable work) {
        Thread thread = new Thread(work, "scripted-server");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() {
        isEnded = true;
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
