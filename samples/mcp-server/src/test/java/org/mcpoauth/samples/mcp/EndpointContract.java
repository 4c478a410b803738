package org.mcpoauth.samples.mcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.JsonValue;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mcpoauth.samples.mcp.McpCaller.Answer;

/** What holds in both eras: HTTP and JSON-RPC framing (MCP 2025-11-25 and 2026-07-28, Streamable HTTP). */
abstract class EndpointContract {
    private static final String PING = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\"}";

    private McpCaller alice;

    abstract URI endpoint();

    @BeforeEach
    void connect() {
        alice = McpCaller.of(endpoint(), "alice").initialized("2025-11-25");
    }

    @Test
    void getIsNotAllowed() {
        Answer answer = alice.send("GET");
        assertEquals(405, answer.status());
        assertEquals("POST, DELETE", answer.header("Allow"));
    }

    @Test
    void otherMethodsAreNotAllowed() {
        assertEquals(405, alice.send("PUT").status());
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/plain", "application/x-www-form-urlencoded", "application/jsonp"})
    void otherContentTypesAreUnsupported(String type) {
        assertEquals(415, alice.with("Content-Type", type).post(PING).status());
    }

    @Test
    void aBodyWithoutContentTypeIsUnsupported() {
        assertEquals(415, alice.with("Content-Type", null).post(PING).status());
    }

    @Test
    void aContentTypeMayHaveParameters() {
        assertEquals(
                200,
                alice.with("Content-Type", "application/json; charset=utf-8")
                        .post(PING)
                        .status());
    }

    @Test
    void theAnswerIsJson() {
        assertEquals("application/json", alice.post(PING).header("Content-Type"));
    }

    @Test
    void noAnswerIsStored() {
        assertEquals("no-store", alice.post(PING).header("Cache-Control"));
    }

    @Test
    void aClientThatTakesNoJsonGetsNothing() {
        assertEquals(406, alice.with("Accept", "text/plain").post(PING).status());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "ping",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\"} x",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"id\":2,\"method\":\"ping\"}",
                "\uFEFF{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\"}"
            })
    void malformedJsonIsAParseError(String body) {
        Answer answer = alice.post(body);
        assertEquals(400, answer.status());
        assertEquals(-32700, answer.errorCode());
        assertEquals(JsonValue.NULL, answer.json().get("id"));
    }

    @Test
    void malformedUtf8IsAParseError() {
        byte[] body = "{\"jsonrpc\":\"2.0\",\"id\":\"?\",\"method\":\"ping\"}".getBytes(StandardCharsets.US_ASCII);
        body[new String(body, StandardCharsets.US_ASCII).indexOf('?')] = (byte) 0xFF;
        assertEquals(-32700, alice.post(body).errorCode());
    }

    @Test
    void deepJsonIsAParseError() {
        assertEquals(-32700, alice.post("[".repeat(5000)).errorCode());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"id\":1,\"method\":\"ping\"}",
                "{\"jsonrpc\":\"1.0\",\"id\":1,\"method\":\"ping\"}",
                "{\"jsonrpc\":2.0,\"id\":1,\"method\":\"ping\"}",
                "{\"jsonrpc\":\"2.0\",\"id\":1}",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":7}",
                "{\"jsonrpc\":\"2.0\",\"id\":null,\"method\":\"ping\"}",
                "{\"jsonrpc\":\"2.0\",\"id\":1.5,\"method\":\"ping\"}",
                "{\"jsonrpc\":\"2.0\",\"id\":true,\"method\":\"ping\"}",
                "{\"jsonrpc\":\"2.0\",\"id\":{},\"method\":\"ping\"}",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\",\"params\":[]}",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\",\"params\":null}",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{}}",
                "[]",
                "[{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\"}]"
            })
    void whatIsNoRequestIsInvalid(String body) {
        Answer answer = alice.post(body);
        assertEquals(400, answer.status());
        assertEquals(-32600, answer.errorCode());
        assertEquals(JsonValue.NULL, answer.json().get("id"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"7", "-1", "\"seven\"", "\"\"", "9007199254740993"})
    void theAnswerHasTheIdOfTheRequest(String id) {
        Answer answer = alice.post("{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"method\":\"ping\"}");
        assertEquals(id, String.valueOf(answer.json().get("id")));
    }

    @Test
    void aBodyAtTheLimitIsRead() {
        assertEquals(
                200,
                alice.post(PING + " ".repeat(McpServer.MAX_BODY - PING.length()))
                        .status());
    }

    @Test
    void aBodyAboveTheLimitIsTooLarge() {
        Answer answer = alice.post(PING + " ".repeat(McpServer.MAX_BODY - PING.length() + 1));
        assertEquals(413, answer.status());
        assertEquals(-32600, answer.errorCode());
    }

    @Test
    void nothingIsAnsweredWithoutAGuard() {
        Answer answer = alice.with(TestPrincipalFilter.SUBJECT, null).post(PING);
        assertEquals(500, answer.status());
        assertFalse(answer.text().contains("result"));
    }

    @Test
    void noErrorRepeatsWhatTheClientSent() {
        Answer answer = alice.post("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"<script>\"}");
        assertEquals(-32601, answer.errorCode());
        assertTrue(answer.text().indexOf('<') < 0);
    }
}
