package org.mcpoauth.spi.support.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.io.IOException;
import java.lang.ref.WeakReference;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** What a client leaves behind. */
class BreakableClientTest {
    private static final byte[] ANSWER = "HTTP/1.1 204 No Content\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    /** A connection that is kept for the next request holds the handler of the last one. */
    @Test
    void aConnectionThatIsKeptDoesNotKeepItsClient() throws Exception {
        try (ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            CompletableFuture<Socket> connection = CompletableFuture.supplyAsync(() -> answer(listener));
            WeakReference<HttpClient> client = used(listener.getLocalPort());
            Instant end = Instant.now().plus(Duration.ofSeconds(20));
            while (client.get() != null && Instant.now().isBefore(end)) {
                System.gc();
            }

            assertNull(client.get());
            connection.join().close();
        }
    }

    private static WeakReference<HttpClient> used(int port) throws IOException, InterruptedException {
        HttpClient client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(Duration.ofSeconds(10))
                .build();
        URI uri = URI.create("http://127.0.0.1:" + port + "/");
        HttpRequest request =
                HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(30)).build();
        assertEquals(
                204,
                new BreakableClient(client, new Exchanges(() -> {}))
                        .send(request, BodyHandlers.ofString())
                        .statusCode());
        return new WeakReference<>(client);
    }

    /** Answers one request and leaves the connection open. */
    private static Socket answer(ServerSocket listener) {
        try {
            Socket socket = listener.accept();
            StringBuilder head = new StringBuilder();
            while (!head.toString().endsWith("\r\n\r\n")) {
                head.append((char) socket.getInputStream().read());
            }
            socket.getOutputStream().write(ANSWER);
            return socket;
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
