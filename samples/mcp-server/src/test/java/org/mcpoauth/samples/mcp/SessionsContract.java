package org.mcpoauth.samples.mcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mcpoauth.samples.mcp.McpCaller.Answer;

/** Revisions 2025-03-26, 2025-06-18 and 2025-11-25 (Lifecycle; Streamable HTTP, "Session Management"). */
abstract class SessionsContract {
    private static final String LATEST = "2025-11-25";
    private static final String PING = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\"}";
    private static final String NOT_FOUND =
            "{\"jsonrpc\":\"2.0\",\"id\":null,\"error\":{\"code\":-32600,\"message\":\"Session not found\"}}";

    private McpCaller alice;

    abstract URI endpoint();

    @BeforeEach
    void connect() {
        alice = McpCaller.of(endpoint(), "alice");
    }

    private static String initialize(String version) {
        return """
                {"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"%s",
                 "capabilities":{},"clientInfo":{"name":"test","version":"1"}}}""".formatted(version);
    }

    private static String call(String tool, String arguments) {
        return """
                {"jsonrpc":"2.0","id":2,"method":"tools/call","params":{"name":"%s","arguments":%s}}""".formatted(tool, arguments);
    }

    @ParameterizedTest
    @CsvSource({
        "2025-11-25, 2025-11-25",
        "2025-06-18, 2025-06-18",
        "2025-03-26, 2025-03-26",
        "2024-11-05, 2025-11-25",
        "2026-07-28, 2025-11-25",
        "1.0, 2025-11-25"
    })
    void initializeAgreesOnARevision(String requested, String agreed) {
        Answer answer = alice.post(initialize(requested));
        assertEquals(200, answer.status());
        assertEquals(agreed, answer.result().getString("protocolVersion"));
        assertTrue(answer.result().getJsonObject("capabilities").containsKey("tools"));
        assertFalse(
                answer.result().getJsonObject("serverInfo").getString("name").isEmpty());
    }

    @Test
    void initializeBeginsASessionEachTime() {
        String first = alice.post(initialize(LATEST)).header("Mcp-Session-Id");
        String second = alice.post(initialize(LATEST)).header("Mcp-Session-Id");
        assertNotEquals(first, second);
    }

    @Test
    void initializeWithoutAVersionIsRefused() {
        Answer answer = alice.post("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"initialize\",\"params\":{}}");
        assertEquals(-32602, answer.errorCode());
        assertFalse(answer.has("Mcp-Session-Id"));
    }

    @Test
    void initializeIsNoNotification() {
        Answer answer = alice.post(
                "{\"jsonrpc\":\"2.0\",\"method\":\"initialize\",\"params\":{\"protocolVersion\":\"2025-11-25\"}}");
        assertEquals(400, answer.status());
        assertEquals(-32600, answer.errorCode());
        assertFalse(answer.has("Mcp-Session-Id"));
    }

    @Test
    void resultsHaveNothingOfTheLaterRevision() {
        JsonObject result = alice.initialized(LATEST)
                .post("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/list\"}")
                .result();
        assertEquals(List.of("tools"), List.copyOf(result.keySet()));
    }

    @Test
    void notificationsAreAcceptedWithoutABody() {
        Answer answer =
                alice.initialized(LATEST).post("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/initialized\"}");
        assertEquals(202, answer.status());
        assertEquals("", answer.text());
    }

    @Test
    void pingIsAnsweredEmpty() {
        assertEquals(
                JsonValue.EMPTY_JSON_OBJECT,
                alice.initialized(LATEST).post(PING).result());
    }

    @Test
    void anUnknownMethodIsToldInAResponse() {
        Answer answer = alice.initialized(LATEST).post("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"resources/list\"}");
        assertEquals(200, answer.status());
        assertEquals(-32601, answer.errorCode());
    }

    @Test
    void aRequestWithoutSessionIsBad() {
        Answer answer = alice.with("MCP-Protocol-Version", LATEST).post(PING);
        assertEquals(400, answer.status());
        assertEquals(-32600, answer.errorCode());
    }

    @Test
    void aNotificationWithoutSessionIsBad() {
        assertEquals(
                400,
                alice.post("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/initialized\"}")
                        .status());
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "unknown", "00000000000000000000000000000000"})
    void anUnknownSessionIsNotFound(String id) {
        Answer answer = alice.with("Mcp-Session-Id", id).post(PING);
        assertEquals(404, answer.status());
        assertEquals(NOT_FOUND, answer.text());
    }

    @Test
    void aDeletedSessionIsAnsweredLikeAnUnknownOne() {
        McpCaller session = alice.initialized(LATEST);
        Answer deleted = session.send("DELETE");
        assertEquals(204, deleted.status());
        assertEquals("", deleted.text());
        Answer later = session.post(PING);
        assertEquals(404, later.status());
        assertEquals(NOT_FOUND, later.text());
        Answer again = session.send("DELETE");
        assertEquals(404, again.status());
        assertEquals(NOT_FOUND, again.text());
    }

    @Test
    void deletingNeedsASession() {
        Answer answer = alice.send("DELETE");
        assertEquals(400, answer.status());
        assertEquals(-32600, answer.errorCode());
    }

    @Test
    void anEndedSessionLeavesOthersAlone() {
        McpCaller other = alice.initialized(LATEST);
        alice.initialized(LATEST).send("DELETE");
        assertEquals(200, other.post(PING).status());
    }

    // MCP 2025-11-25, Streamable HTTP, "Protocol Version Header"
    @ParameterizedTest
    @ValueSource(strings = {"2024-11-05", "1900-01-01", "x", "2025-11-25, 2025-11-25"})
    void anUnsupportedVersionHeaderIsBad(String version) {
        Answer answer =
                alice.initialized(LATEST).with("MCP-Protocol-Version", version).post(PING);
        assertEquals(400, answer.status());
    }

    @Test
    void theVersionHeaderMayBeAbsent() {
        assertEquals(
                200,
                alice.initialized("2025-03-26")
                        .with("MCP-Protocol-Version", null)
                        .post(PING)
                        .status());
    }

    @Test
    void theToolsAreListedWithTheirSchemas() {
        var tools = alice.initialized(LATEST)
                .post("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/list\",\"params\":{}}")
                .result()
                .getJsonArray("tools")
                .getValuesAs(JsonObject.class);
        assertEquals(
                List.of("whoami", "notes_count", "notes_list", "notes_add", "ask_name"),
                tools.stream().map(tool -> tool.getString("name")).toList());
        tools.forEach(
                tool -> assertEquals("object", tool.getJsonObject("inputSchema").getString("type")));
    }

    @Test
    void aCursorNobodyGaveIsInvalid() {
        Answer answer = alice.initialized(LATEST)
                .post("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/list\",\"params\":{\"cursor\":\"x\"}}");
        assertEquals(-32602, answer.errorCode());
    }

    @Test
    void whoamiTellsThePrincipal() {
        Answer answer = alice.initialized(LATEST).post(call("whoami", "{}"));
        assertEquals(
                "{\"sub\":\"alice\",\"clientId\":\"test-client\",\"iss\":\"https://as.example\"}", answer.content());
        assertFalse(answer.isToolError());
    }

    @Test
    void argumentsMayBeLeftOut() {
        Answer answer = alice.initialized(LATEST)
                .post("{\"jsonrpc\":\"2.0\",\"id\":2,\"method\":\"tools/call\",\"params\":{\"name\":\"notes_count\"}}");
        assertFalse(answer.isToolError());
    }

    @Test
    void notesBelongToTheSubject() {
        McpCaller carol = McpCaller.of(endpoint(), "carol").initialized(LATEST);
        McpCaller dave = McpCaller.of(endpoint(), "dave").initialized(LATEST);
        assertEquals("0", carol.post(call("notes_count", "{}")).content());
        carol.post(call("notes_add", "{\"text\":\"milk\"}"));
        carol.post(call("notes_add", "{\"text\":\"bread\"}"));
        assertEquals("2", carol.post(call("notes_count", "{}")).content());
        assertEquals("milk\nbread", carol.post(call("notes_list", "{}")).content());
        assertEquals("0", dave.post(call("notes_count", "{}")).content());
        assertEquals("", dave.post(call("notes_list", "{}")).content());
    }

    @Test
    void askNameJustAnswers() {
        assertEquals(
                "Good morning",
                alice.initialized(LATEST)
                        .post(call("ask_name", "{\"text\":\"Good morning\"}"))
                        .content());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"name\":\"no_such_tool\"}",
                "{\"name\":\"\"}",
                "{\"name\":7}",
                "{}",
                "{\"name\":\"whoami\",\"arguments\":[]}",
                "{\"name\":\"whoami\",\"arguments\":null}"
            })
    void aCallThatIsNoneIsInvalid(String params) {
        Answer answer = alice.initialized(LATEST)
                .post("{\"jsonrpc\":\"2.0\",\"id\":2,\"method\":\"tools/call\",\"params\":" + params + "}");
        assertEquals(200, answer.status());
        assertEquals(-32602, answer.errorCode());
    }

    // MCP 2025-11-25, Tools, "Error Handling"
    @ParameterizedTest
    @ValueSource(
            strings = {"{}", "{\"text\":7}", "{\"text\":\"\"}", "{\"text\":\"x\",\"more\":1}", "{\"texts\":\"x\"}"})
    void badArgumentsAreToldToTheModel(String arguments) {
        Answer answer = alice.initialized(LATEST).post(call("notes_add", arguments));
        assertEquals(200, answer.status());
        assertTrue(answer.isToolError());
    }

    // MCP 2025-06-18, Tools, "Error Handling": invalid arguments are a protocol error
    @ParameterizedTest
    @ValueSource(strings = {"2025-03-26", "2025-06-18"})
    void badArgumentsWereAProtocolError(String version) {
        Answer answer = alice.initialized(version).post(call("notes_add", "{}"));
        assertEquals(200, answer.status());
        assertEquals(-32602, answer.errorCode());
    }

    @Test
    void aToolWithoutParametersTakesNone() {
        assertTrue(alice.initialized(LATEST).post(call("whoami", "{\"x\":1}")).isToolError());
    }

    @Test
    void aStateOfTheOtherEraMeansNothing() {
        Answer answer = alice.initialized(LATEST).post("""
                {"jsonrpc":"2.0","id":2,"method":"tools/call","params":{"name":"ask_name",
                 "arguments":{"text":"Hello"},"requestState":"forged"}}""");
        assertEquals("Hello", answer.content());
    }
}
