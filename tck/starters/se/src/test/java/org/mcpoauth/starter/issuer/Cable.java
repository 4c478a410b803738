package org.mcpoauth.starter.issuer;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The way to a data base, which can be cut and can swallow everything. */
final class Cable implements AutoCloseable {
    private static final int CONNECT_MILLIS = 2000;
    private static final int CHUNK = 8192;

    private enum State {
        WHOLE,
        /** Whoever connects or is connected is reset. */
        CUT,
        /** Connections come about and stay, and nothing goes through any more. */
        SILENT
    }

    private final ServerSocket listener;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private volatile State state = State.WHOLE;
    private volatile int target;

    private Cable(ServerSocket listener, int target) {
        this.listener = listener;
        this.target = target;
    }

    static Cable to(int target) {
        try {
            Cable cable = new Cable(new ServerSocket(0, 0, InetAddress.getLoopbackAddress()), target);
            daemon("cable", cable::accept);
            return cable;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    int port() {
        return listener.getLocalPort();
    }

    void cut() {
        state = State.CUT;
        sockets.forEach(Cable::reset);
    }

    void silence() {
        state = State.SILENT;
    }

    /** What was under way before is lost. */
    void mend(int newTarget) {
        sockets.forEach(Cable::reset);
        target = newTarget;
        state = State.WHOLE;
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket near = listener.accept();
                sockets.add(near);
                switch (state) {
                    case WHOLE -> connect(near);
                    case CUT -> reset(near);
                    case SILENT -> daemon("cable-silent", () -> pump(near, OutputStream.nullOutputStream()));
                }
            } catch (IOException closed) {
                // the loop looks at the listener
            }
        }
    }

    private void connect(Socket near) {
        Socket far = new Socket();
        sockets.add(far);
        try {
            far.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), target), CONNECT_MILLIS);
            OutputStream toFar = far.getOutputStream();
            OutputStream toNear = near.getOutputStream();
            daemon("cable-there", () -> pump(near, toFar, far));
            daemon("cable-back", () -> pump(far, toNear, near));
        } catch (IOException e) {
            reset(near);
            reset(far);
        }
    }

    private void pump(Socket from, OutputStream to, Socket... others) {
        byte[] chunk = new byte[CHUNK];
        try (from) {
            InputStream in = from.getInputStream();
            for (int read = in.read(chunk); read >= 0; read = in.read(chunk)) {
                if (state == State.WHOLE) {
                    to.write(chunk, 0, read);
                }
            }
        } catch (IOException gone) {
            // so is the other end
        }
        sockets.remove(from);
        for (Socket other : others) {
            reset(other);
        }
    }

    private static void reset(Socket socket) {
        try {
            socket.setSoLinger(true, 0);
            socket.close();
        } catch (IOException alreadyClosed) {
            // which is what was wanted
        }
    }

    private static void daemon(String name, Runnable work) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        listener.close();
        sockets.forEach(Cable::reset);
    }
}
