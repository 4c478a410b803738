package org.mcpoauth.server.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A stream is accepted as long as its token (MCP authorization, "Token Handling": every request). */
@Timeout(60)
class StreamsOverHttpTest {
    private final ProgrammedEndpoint endpoint = new ProgrammedEndpoint();
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private BufferedReader open(RestServer server) throws IOException, InterruptedException {
        HttpRequest request = RestServer.with(server.issuer.token(), server.get("/mcp"))
                .header("Accept", "text/event-stream")
                .build();
        return new BufferedReader(new InputStreamReader(
                client.send(request, BodyHandlers.ofInputStream()).body(), StandardCharsets.UTF_8));
    }

    /** An event without data is none: RESTEasy begins with one (WHATWG HTML, "Interpreting an event stream"). */
    private static void assertEvent(String expected, BufferedReader stream) throws IOException {
        String line = stream.readLine();
        while ("".equals(line)) {
            line = stream.readLine();
        }
        assertEquals("data: " + expected, line);
        assertEquals("", stream.readLine());
    }

    @Test
    void anEventStreamEndsWithItsToken() throws IOException, InterruptedException {
        try (RestServer server = new RestServer(new RestApplication().register(endpoint), it -> it)) {
            endpoint.events.add("first");
            try (BufferedReader stream = open(server)) {
                assertEvent("first", stream);
                Duration skew = server.resource.configuration().token().clockSkew();
                server.clock.move(Duration.ofSeconds(599).plus(skew));
                endpoint.events.add("second");
                assertEvent("second", stream);
                server.clock.move(Duration.ofSeconds(1));
                endpoint.events.add("third");
                assertNull(stream.readLine(), "nothing after the end of the token");
            }
        }
    }

    @Test
    void aStreamThatEndsBeforeIsWhole() throws IOException, InterruptedException {
        try (RestServer server = new RestServer(new RestApplication().register(endpoint), it -> it)) {
            endpoint.events.add("first");
            endpoint.events.add(ProgrammedEndpoint.END);
            try (BufferedReader stream = open(server)) {
                assertEvent("first", stream);
                assertNull(stream.readLine());
            }
        }
    }
}
