package org.mcpoauth.fault;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import javax.net.ServerSocketFactory;

/** A server on loopback that misbehaves as told, path by path, and remembers what it saw. */
public final class FaultServer implements AutoCloseable {
    private static final int LONGEST_WAIT_MILLIS = 20_000;

    private final ServerSocket listener;
    private final String scheme;
    private final Map<String, Behaviour> behaviours = new ConcurrentHashMap<>();
    private final Map<String, List<Request>> requests = new ConcurrentHashMap<>();
    private final Map<String, CompletableFuture<Void>> letGo = new ConcurrentHashMap<>();
    private final List<Socket> open = new CopyOnWriteArrayList<>();

    /** What happens after a request was read; the connection is closed afterwards. */
    @FunctionalInterface
    public interface Behaviour {
        void answer(Connection connection) throws IOException;
    }

    public record Request(String line, Map<String, List<String>> headers, String body) {
        public String header(String name) {
            return String.join(", ", headers.getOrDefault(name, List.of()));
        }
    }

    public FaultServer() {
        this("http", ServerSocketFactory.getDefault());
    }

    public FaultServer(String scheme, ServerSocketFactory sockets) {
        this.scheme = scheme;
        try {
            listener = sockets.createServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        daemon("fault-server", this::accept).start();
    }

    public FaultServer on(String path, Behaviour behaviour) {
        behaviours.put(path, behaviour);
        return this;
    }

    public URI uri(String path) {
        return URI.create(scheme + "://127.0.0.1:" + listener.getLocalPort() + path);
    }

    public int count(String path) {
        return requests(path).size();
    }

    public Request last(String path) {
        List<Request> seen = requests(path);
        return seen.get(seen.size() - 1);
    }

    /** Waits until the peer closed or reset the connection while an answer was under way. */
    public void awaitLetGo(String path) throws Exception {
        letGo(path).get(LONGEST_WAIT_MILLIS, TimeUnit.MILLISECONDS);
    }

    private List<Request> requests(String path) {
        return requests.computeIfAbsent(path, key -> new CopyOnWriteArrayList<>());
    }

    private CompletableFuture<Void> letGo(String path) {
        return letGo.computeIfAbsent(path, key -> new CompletableFuture<>());
    }

    private static Thread daemon(String name, Runnable task) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket socket = listener.accept();
                open.add(socket);
                daemon("fault-server-connection", () -> serve(socket)).start();
            } catch (IOException e) {
                return;
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            socket.setSoTimeout(LONGEST_WAIT_MILLIS);
            InputStream in = new BufferedInputStream(socket.getInputStream());
            String line = readLine(in);
            if (line.isEmpty()) {
                return;
            }
            String path = line.split(" ", 3)[1];
            Request request = request(line, in);
            requests(path).add(request);
            Connection connection = new Connection(socket, in, request, letGo(path));
            behaviours
                    .getOrDefault(path, c -> c.write(head("404 Not Found", "Content-Length: 0")))
                    .answer(connection);
        } catch (IOException e) {
            // the peer went away, which the connection has noted where it matters
        }
    }

    private static Request request(String line, InputStream in) throws IOException {
        Map<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        for (String header = readLine(in); !header.isEmpty(); header = readLine(in)) {
            int colon = header.indexOf(':');
            headers.computeIfAbsent(header.substring(0, colon), name -> new CopyOnWriteArrayList<>())
                    .add(header.substring(colon + 1).strip());
        }
        int length = Integer.parseInt(
                headers.getOrDefault("Content-Length", List.of("0")).get(0));
        return new Request(line, headers, new String(in.readNBytes(length), ISO_8859_1));
    }

    private static String readLine(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c >= 0 && c != '\n'; c = in.read()) {
            if (c != '\r') {
                line.append((char) c);
            }
        }
        return line.toString();
    }

    @Override
    public void close() throws IOException {
        listener.close();
        for (Socket socket : open) {
            socket.close();
        }
    }

    public static String head(String status, String... headers) {
        return "HTTP/1.1 " + status + "\r\nConnection: close\r\n"
                + (headers.length == 0 ? "" : String.join("\r\n", headers) + "\r\n") + "\r\n";
    }

    public static Behaviour answer(String status, String body, String... headers) {
        return connection -> {
            connection.write(
                    "HTTP/1.1 " + status + "\r\nConnection: close\r\nContent-Length: " + body.length() + "\r\n");
            for (String header : headers) {
                connection.write(header + "\r\n");
            }
            connection.write("\r\n" + body);
        };
    }

    public static Behaviour json(String body, String... headers) {
        return connection -> {
            connection.write("HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Type: application/json\r\n");
            for (String header : headers) {
                connection.write(header + "\r\n");
            }
            connection.write("Content-Length: " + body.length() + "\r\n\r\n" + body);
        };
    }

    /** Sends what is given, then nothing more, and waits for the peer to go away. */
    public static Behaviour silentAfter(String text) {
        return connection -> {
            connection.write(text);
            connection.awaitPeerGone();
        };
    }

    /** Sends a part, then one byte each time the gap is over. */
    public static Behaviour dripAfter(String text, int gapMillis) {
        return connection -> {
            connection.write(text);
            connection.drip(gapMillis);
        };
    }

    /** Sends a part and repeats another one until the peer goes away. */
    public static Behaviour endless(String text, String repeated) {
        return connection -> {
            connection.write(text);
            connection.repeat(repeated);
        };
    }

    /** Sends a part and resets the connection. */
    public static Behaviour resetAfter(String text) {
        return connection -> {
            connection.write(text);
            connection.reset();
        };
    }

    /** One connection with a request read from it. */
    public static final class Connection {
        private final Socket socket;
        private final InputStream in;
        private final OutputStream out;
        private final Request request;
        private final CompletableFuture<Void> letGo;

        private Connection(Socket socket, InputStream in, Request request, CompletableFuture<Void> letGo)
                throws IOException {
            this.socket = socket;
            this.in = in;
            this.request = request;
            this.out = socket.getOutputStream();
            this.letGo = letGo;
        }

        /** The request to be answered. */
        public Request request() {
            return request;
        }

        public void write(String text) throws IOException {
            out.write(text.getBytes(ISO_8859_1));
            out.flush();
        }

        public void awaitPeerGone() throws IOException {
            try {
                if (in.read() < 0) {
                    letGo.complete(null);
                }
            } catch (SocketTimeoutException e) {
                throw e;
            } catch (IOException e) {
                letGo.complete(null);
                throw e;
            }
        }

        private void drip(int gapMillis) throws IOException {
            socket.setSoTimeout(gapMillis);
            long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(LONGEST_WAIT_MILLIS);
            while (!letGo.isDone() && System.nanoTime() < end) {
                try {
                    awaitPeerGone();
                } catch (SocketTimeoutException e) {
                    write(" ");
                }
            }
        }

        private void repeat(String text) throws IOException {
            byte[] bytes = text.getBytes(ISO_8859_1);
            try {
                for (long sent = 0; sent < 256L << 20; sent += bytes.length) {
                    out.write(bytes);
                }
            } catch (IOException e) {
                letGo.complete(null);
                throw e;
            }
        }

        private void reset() throws IOException {
            socket.setSoLinger(true, 0);
            socket.close();
        }
    }
}
