package org.mcpoauth.samples.mcp;

import static org.junit.jupiter.api.Assertions.assertEquals;

import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.StringReader;
import java.net.URI;
import java.util.Collections;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mcpoauth.samples.mcp.McpCaller.Answer;

/** Revision 2025-03-26, Base Protocol, "Batching"; Streamable HTTP, "Sending Messages to the Server". */
abstract class BatchContract {
    private static final String PING = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\"}";
    private static final String NOTIFICATION = "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/initialized\"}";

    private McpCaller alice;

    abstract URI endpoint();

    @BeforeEach
    void connect() {
        alice = McpCaller.of(endpoint(), "alice").initialized("2025-03-26");
    }

    private static JsonArray array(Answer answer) {
        try (JsonReader reader = Json.createReader(new StringReader(answer.text()))) {
            return reader.readArray();
        }
    }

    @Test
    void eachRequestIsAnsweredAndNoNotification() {
        Answer answer = alice.post("[" + PING + "," + NOTIFICATION + ",{\"jsonrpc\":\"2.0\",\"id\":\"b\",\"method\":"
                + "\"tools/call\",\"params\":{\"name\":\"ask_name\",\"arguments\":{\"text\":\"Hello\"}}}]");
        assertEquals(200, answer.status());
        JsonArray responses = array(answer);
        assertEquals(2, responses.size());
        assertEquals(1, responses.getJsonObject(0).getInt("id"));
        assertEquals("b", responses.getJsonObject(1).getString("id"));
    }

    @Test
    void notificationsAloneAreAccepted() {
        Answer answer = alice.post("[" + NOTIFICATION + "]");
        assertEquals(202, answer.status());
        assertEquals("", answer.text());
    }

    // MCP 2025-03-26, Lifecycle: initialize is not part of a batch
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"jsonrpc\":\"2.0\",\"id\":2,\"method\":\"initialize\",\"params\":{\"protocolVersion\":\"2025-03-26\"}}",
                "{\"jsonrpc\":\"2.0\",\"id\":2,\"method\":\"no/such\"}"
            })
    void anErrorStaysWithItsRequest(String request) {
        Answer answer = alice.post("[" + request + "," + PING + "]");
        assertEquals(200, answer.status());
        JsonObject failed = array(answer).getJsonObject(0);
        assertEquals(2, failed.getInt("id"));
        assertEquals(-32601, failed.getJsonObject("error").getInt("code"));
        assertEquals(
                JsonObject.EMPTY_JSON_OBJECT, array(answer).getJsonObject(1).get("result"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"7", "null", "[]", "{}", "[" + PING + "]"})
    void whatIsNoMessageIsInvalid(String message) {
        JsonObject failed = array(alice.post("[" + message + "]")).getJsonObject(0);
        assertEquals(-32600, failed.getJsonObject("error").getInt("code"));
    }

    @Test
    void anEmptyBatchIsInvalid() {
        Answer answer = alice.post("[]");
        assertEquals(400, answer.status());
        assertEquals(-32600, answer.errorCode());
    }

    @Test
    void aLongBatchIsInvalid() {
        String messages = String.join(",", Collections.nCopies(BatchDispatcher.MAX_MESSAGES, PING));
        assertEquals(
                BatchDispatcher.MAX_MESSAGES,
                array(alice.post("[" + messages + "]")).size());
        assertEquals(400, alice.post("[" + messages + "," + PING + "]").status());
    }

    @ParameterizedTest
    @ValueSource(strings = {"2025-06-18", "2025-11-25"})
    void laterRevisionsHaveNone(String version) {
        Answer answer = McpCaller.of(endpoint(), "alice").initialized(version).post("[" + PING + "]");
        assertEquals(400, answer.status());
        assertEquals(-32600, answer.errorCode());
    }

    @Test
    void theStatelessRevisionHasNone() {
        Answer answer = alice.with("MCP-Protocol-Version", "2026-07-28").post("[" + PING + "]");
        assertEquals(400, answer.status());
        assertEquals(-32600, answer.errorCode());
    }

    @Test
    void aBatchNeedsALiveSession() {
        assertEquals(
                400, alice.with("Mcp-Session-Id", null).post("[" + PING + "]").status());
        assertEquals(
                404,
                alice.with("Mcp-Session-Id", "unknown").post("[" + PING + "]").status());
    }
}
