package org.mcpoauth.client.agent;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.api.Secret;
import org.mcpoauth.api.error.FailureCode;
import org.mcpoauth.api.error.ResponseViolationException;
import org.mcpoauth.api.error.Rule;
import org.mcpoauth.api.error.TransportException;
import org.mcpoauth.spi.support.oauth.ClientRedirects;

/**
 * Listens on the user's machine for one redirect (RFC 8252, section 7.3). A request has 5 seconds; of more than
 * 8 connections the oldest gives way, for it is the one that says nothing. Safe for use by several threads.
 */
final class RedirectListener implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger("org.mcpoauth.client.agent");
    private static final int MAX_CONNECTIONS = 8;
    private static final long LONGEST_END_MILLIS = 2_000;

    private final List<ServerSocket> doors;
    private final URI redirectUri;
    private final RedirectGate gate;
    private final Duration patience;
    private final Deque<Socket> connections = new ConcurrentLinkedDeque<>();
    private final AtomicBoolean isTaken = new AtomicBoolean();
    private final CompletableFuture<URI> answer = new CompletableFuture<>();
    private final List<Thread> porters;
    private volatile @Nullable Secret expected;

    private RedirectListener(List<ServerSocket> doors, URI redirectUri, Duration patience) {
        this.doors = doors;
        this.redirectUri = redirectUri;
        this.gate = new RedirectGate(redirectUri);
        this.patience = patience;
        this.porters = doors.stream()
                .map(door -> thread("mcp-oauth-redirect", () -> accept(door)))
                .toList();
    }

    /**
     * Begins to listen.
     *
     * @param redirectUri on a loopback address or {@code localhost}; without port on any free one
     * @param patience how long one request may take
     * @throws IOException if the port cannot be had
     */
    static RedirectListener open(URI redirectUri, Duration patience) throws IOException {
        List<ServerSocket> doors = new ArrayList<>();
        try {
            for (InetAddress address : LoopbackAddresses.of(redirectUri)) {
                doors.add(new ServerSocket(Math.max(0, redirectUri.getPort()), MAX_CONNECTIONS, address));
            }
        } catch (IOException e) {
            closeAll(doors);
            throw e;
        }
        URI actual = ClientRedirects.withPort(redirectUri, doors.get(0).getLocalPort());
        RedirectListener listener = new RedirectListener(List.copyOf(doors), actual, patience);
        listener.porters.forEach(Thread::start);
        return listener;
    }

    /** Where the answer comes, with the port that is listened on. */
    URI redirectUri() {
        return redirectUri;
    }

    /** From now on a redirect is taken, if it has this {@code state} and no other (RFC 8252, section 8.9). */
    void expect(Secret state) {
        expected = state;
    }

    /** The redirect, once it has come. */
    CompletableFuture<URI> answer() {
        return answer;
    }

    private void accept(ServerSocket door) {
        try {
            while (!door.isClosed()) {
                admit(door.accept());
            }
        } catch (IOException e) {
            // after close nobody looks at the answer any more
            answer.completeExceptionally(new TransportException(
                    FailureCode.CONNECTION_FAILED, redirectUri, "nothing can be received on this machine", e));
        }
    }

    private void admit(Socket socket) throws IOException {
        connections.add(socket);
        Socket oldest = connections.size() > MAX_CONNECTIONS ? connections.poll() : null;
        if (oldest != null) {
            close(oldest);
        }
        if (doors.get(0).isClosed()) {
            close(socket);
        }
        thread("mcp-oauth-redirect-connection", () -> serve(socket)).start();
    }

    private void serve(Socket socket) {
        try (socket) {
            HeadReader reader = new HeadReader(socket, patience);
            StaticAnswer reply = reply(reader, socket);
            if (reply != StaticAnswer.TAKEN) {
                reader.drain();
            }
        } catch (IOException peerIsSlowOrHasGone) {
            // the next connection may be the one
        } finally {
            connections.remove(socket);
        }
    }

    private StaticAnswer reply(HeadReader reader, Socket socket) throws IOException {
        try {
            RequestHead head = reader.read();
            StaticAnswer reply = gate.judge(head, expected);
            if (reply == StaticAnswer.TAKEN) {
                return take(head, socket);
            }
            return write(reply, socket);
        } catch (HeadReader.Unreadable e) {
            return write(e.answer(), socket);
        }
    }

    /** The first that was expected is it; the user sees so before this listener goes away. */
    private StaticAnswer take(RequestHead head, Socket socket) throws IOException {
        if (!isTaken.compareAndSet(false, true)) {
            return write(StaticAnswer.NOT_FOUND, socket);
        }
        try {
            return write(StaticAnswer.TAKEN, socket);
        } finally {
            complete(head.target());
        }
    }

    private void complete(String target) {
        try {
            answer.complete(URI.create(redirectUri.getScheme() + "://" + redirectUri.getRawAuthority() + target));
        } catch (IllegalArgumentException showsTheText) {
            answer.completeExceptionally(new ResponseViolationException(
                    FailureCode.PARSE_ERROR, new Rule("RFC 6749", "B"), "the redirect is not form-encoded"));
        }
    }

    private static StaticAnswer write(StaticAnswer answer, Socket socket) throws IOException {
        answer.writeTo(socket.getOutputStream());
        socket.shutdownOutput();
        return answer;
    }

    /** Gives the port back and drops who is connected. */
    @Override
    public void close() {
        closeAll(doors);
        porters.forEach(RedirectListener::awaitEnd);
        for (Socket socket = connections.poll(); socket != null; socket = connections.poll()) {
            close(socket);
        }
    }

    /** The system keeps a port for as long as a thread still waits at it, interrupted or not. */
    private static void awaitEnd(Thread porter) {
        boolean isInterrupted = Thread.interrupted();
        try {
            porter.join(LONGEST_END_MILLIS);
        } catch (InterruptedException e) {
            isInterrupted = true;
        }
        if (isInterrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static void closeAll(List<ServerSocket> doors) {
        doors.forEach(RedirectListener::close);
    }

    private static void close(Closeable socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // it is given back to the system even so
            LOG.log(
                    System.Logger.Level.DEBUG,
                    () -> "MCPO3187 a socket could not be closed: "
                            + e.getClass().getName());
        }
    }

    private static Thread thread(String name, Runnable task) {
        Thread thread = new Thread(null, task, name, 0, false);
        thread.setDaemon(true);
        thread.setContextClassLoader(null);
        return thread;
    }
}
