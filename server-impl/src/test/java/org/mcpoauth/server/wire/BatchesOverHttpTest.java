package org.mcpoauth.server.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.http.HttpResponse;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Batches (MCP 2025-03-26; JSON-RPC 2.0, section 6): one request stands for a bounded amount of work. */
class BatchesOverHttpTest {
    private static final String INVALID =
            "{\"jsonrpc\":\"2.0\",\"id\":null,\"error\":{\"code\":-32600,\"message\":\"Invalid Request\"}}";

    private final ProgrammedEndpoint endpoint = new ProgrammedEndpoint();
    private RestServer server;

    @BeforeEach
    void start() {
        server = new RestServer(new RestApplication().register(endpoint), it -> it);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private HttpResponse<String> call(String body) {
        return server.call(server.issuer.token(), body);
    }

    private void assertInvalid(HttpResponse<String> response) {
        assertEquals(400, response.statusCode(), response.body());
        assertEquals(INVALID, response.body());
        assertTrue(endpoint.seen.isEmpty(), "the application must not run");
    }

    private static String pings(int count) {
        return IntStream.range(0, count)
                .mapToObj(each -> "{\"jsonrpc\":\"2.0\",\"id\":" + each + ",\"method\":\"ping\"}")
                .collect(Collectors.joining(",", "[", "]"));
    }

    @Test
    void aBatchHasAtMost64Messages() {
        assertEquals(200, call(pings(64)).statusCode());
        endpoint.seen.clear();
        assertInvalid(call(pings(65)));
    }

    /** Answers could be taken for those of another request, and their states sealed for it. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "1,1",
                "1,1.0",
                "1,10e-1",
                "9007199254740992,9007199254740993",
                "\"a\",\"a\"",
                "\"a\",\"\\u0061\""
            })
    void anIdentifierIsNotRepeated(String ids) {
        String[] both = {ids.substring(0, ids.indexOf(',')), ids.substring(ids.indexOf(',') + 1)};
        assertInvalid(
                call("[{\"jsonrpc\":\"2.0\",\"id\":" + both[0] + ",\"method\":\"ping\"},{\"jsonrpc\":\"2.0\",\"id\":"
                        + both[1] + ",\"method\":\"tools/call\",\"params\":{\"name\":\"ask\"}}]"));
    }

    /** Identifiers of the server's own requests are its own, and notifications have none. */
    @Test
    void whatIsNoRequestRepeatsNothing() {
        assertEquals(
                200,
                call("[{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{}},{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\"},"
                                + "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/a\"},"
                                + "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/b\"}]")
                        .statusCode());
    }

    /** JSON-RPC 2.0, section 6: an array with an answer for each request, none for notifications. */
    @Test
    void aRefusedBatchIsAnsweredWithAnArray() {
        HttpResponse<String> response = call("[{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\"},"
                + "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/a\"},{\"jsonrpc\":\"2.0\",\"id\":9,\"result\":{}},"
                + "{\"jsonrpc\":\"2.0\",\"id\":\"t\",\"method\":\"tasks/get\",\"params\":{\"taskId\":\"unknown\"}}]");
        assertEquals(200, response.statusCode());
        assertEquals(
                "[{\"jsonrpc\":\"2.0\",\"id\":1,\"error\":{\"code\":-32600,\"message\":\"Batch refused\"}},"
                        + "{\"jsonrpc\":\"2.0\",\"id\":\"t\",\"error\":{\"code\":-32602,\"message\":\"Task not found\"}}]",
                response.body());
        assertTrue(endpoint.seen.isEmpty(), "the application must not run");
    }

    /** MCP, "Streamable HTTP": what only notifies is refused by the status. */
    @ParameterizedTest
    @ValueSource(strings = {"MESSAGE", "[MESSAGE]"})
    void aRefusedNotificationIsRefusedByTheStatus(String body) {
        HttpResponse<String> response = call(body.replace(
                "MESSAGE", "{\"jsonrpc\":\"2.0\",\"method\":\"tasks/cancel\",\"params\":{\"taskId\":\"unknown\"}}"));
        assertEquals(400, response.statusCode());
        assertEquals(
                "{\"jsonrpc\":\"2.0\",\"id\":null,\"error\":{\"code\":-32602,\"message\":\"Task not found\"}}",
                response.body());
        assertTrue(endpoint.seen.isEmpty(), "the application must not run");
    }
}
