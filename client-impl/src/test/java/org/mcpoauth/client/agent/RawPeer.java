package org.mcpoauth.client.agent;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;

/** Whoever can reach the listener: a browser, or a program that says what it likes. */
final class RawPeer implements AutoCloseable {
    private final Socket socket;

    RawPeer(URI redirectUri) throws IOException {
        socket = new Socket(InetAddress.getByName(redirectUri.getHost()), redirectUri.getPort());
        socket.setSoTimeout(30_000);
    }

    /** Sends a text as it is and gives all that comes back; nothing if the connection is cut. */
    static String exchange(URI redirectUri, String text) throws IOException {
        try (RawPeer peer = new RawPeer(redirectUri)) {
            peer.send(text);
            return peer.rest();
        }
    }

    /** What a browser sends that was redirected. */
    static String get(URI redirectUri, String target, String... lines) {
        StringBuilder text = new StringBuilder("GET " + target + " HTTP/1.1\r\nHost: " + redirectUri.getRawAuthority());
        for (String line : lines) {
            text.append("\r\n" + line);
        }
        return text + "\r\n\r\n";
    }

    void send(String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(ISO_8859_1));
        socket.getOutputStream().flush();
    }

    String rest() throws IOException {
        try {
            return new String(socket.getInputStream().readAllBytes(), ISO_8859_1);
        } catch (java.net.SocketException reset) {
            return "";
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
