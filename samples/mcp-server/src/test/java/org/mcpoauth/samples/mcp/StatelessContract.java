package org.mcpoauth.samples.mcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.mcpoauth.samples.mcp.StatelessRequests.META;
import static org.mcpoauth.samples.mcp.StatelessRequests.VERSION;
import static org.mcpoauth.samples.mcp.StatelessRequests.assertError;
import static org.mcpoauth.samples.mcp.StatelessRequests.call;
import static org.mcpoauth.samples.mcp.StatelessRequests.caller;
import static org.mcpoauth.samples.mcp.StatelessRequests.request;
import static org.mcpoauth.samples.mcp.StatelessRequests.send;

import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mcpoauth.samples.mcp.McpCaller.Answer;

/** Revision 2026-07-28 (Basic Protocol; Versioning; Streamable HTTP; Multi Round-Trip Requests). */
abstract class StatelessContract {
    private McpCaller alice;

    abstract URI endpoint();

    @BeforeEach
    void connect() {
        alice = caller(endpoint(), "alice");
    }

    @Test
    void discoverTellsRevisionsAndCapabilities() {
        JsonObject result = send(alice, "server/discover").result();
        assertEquals(
                List.of("2026-07-28", "2025-11-25", "2025-06-18", "2025-03-26"),
                result.getJsonArray("supportedVersions").getValuesAs(JsonString::getString));
        assertTrue(result.getJsonObject("capabilities").containsKey("tools"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"server/discover", "tools/list"})
    void whatMayBeCachedIsPrivate(String method) {
        JsonObject result = send(alice, method).result();
        assertEquals("private", result.getString("cacheScope"));
        assertTrue(result.getInt("ttlMs") >= 0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"server/discover", "tools/list"})
    void resultsTellTheirTypeAndTheServer(String method) {
        JsonObject result = send(alice, method).result();
        assertEquals("complete", result.getString("resultType"));
        JsonObject serverInfo = result.getJsonObject("_meta").getJsonObject("io.modelcontextprotocol/serverInfo");
        assertFalse(serverInfo.getString("name").isEmpty());
        assertFalse(serverInfo.getString("version").isEmpty());
    }

    @Test
    void aToolResultIsComplete() {
        Answer answer = call(alice, "whoami", META);
        assertEquals("complete", answer.result().getString("resultType"));
        assertFalse(answer.result().containsKey("ttlMs"));
        assertEquals(
                "{\"sub\":\"alice\",\"clientId\":\"test-client\",\"iss\":\"https://as.example\"}", answer.content());
    }

    @Test
    void badArgumentsAreToldToTheModel() {
        Answer answer = call(alice, "notes_add", META + ",\"arguments\":{}");
        assertEquals(200, answer.status());
        assertTrue(answer.isToolError());
    }

    @Test
    void anUnknownToolIsAProtocolError() {
        assertError(200, -32602, call(alice, "no_such_tool", META));
    }

    @Test
    void notesAreTheSameInBothEras() {
        call(caller(endpoint(), "erin"), "notes_add", META + ",\"arguments\":{\"text\":\"eggs\"}");
        McpCaller session = McpCaller.of(endpoint(), "erin").initialized("2025-11-25");
        assertEquals(
                "eggs",
                session.post("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":"
                                + "{\"name\":\"notes_list\"}}")
                        .content());
    }

    @Test
    void aNotificationIsAccepted() {
        Answer answer =
                alice.post("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/other\",\"params\":{" + META + "}}");
        assertEquals(202, answer.status());
        assertEquals("", answer.text());
    }

    @Test
    void noSessionIsMadeOrEchoed() {
        Answer answer = send(alice.with("Mcp-Session-Id", "made-up"), "tools/list");
        assertEquals(200, answer.status());
        assertFalse(answer.has("Mcp-Session-Id"));
    }

    @Test
    void noSessionIsEnded() {
        McpCaller session = McpCaller.of(endpoint(), "alice").initialized("2025-11-25");
        Answer answer = session.with("MCP-Protocol-Version", VERSION).send("DELETE");
        assertEquals(405, answer.status());
        assertEquals(
                200,
                session.post("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\"}")
                        .status());
    }

    @ParameterizedTest
    @ValueSource(strings = {"initialize", "ping", "logging/setLevel", "resources/subscribe", "no/such"})
    void methodsOfEarlierRevisionsAreUnknown(String method) {
        assertError(404, -32601, send(alice, method));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "\"_meta\":null",
                "\"_meta\":{}",
                "\"_meta\":{\"io.modelcontextprotocol/clientCapabilities\":{}}",
                "\"_meta\":{\"io.modelcontextprotocol/protocolVersion\":7,"
                        + "\"io.modelcontextprotocol/clientCapabilities\":{}}",
                "\"_meta\":{\"io.modelcontextprotocol/protocolVersion\":\"2026-07-28\"}",
                "\"_meta\":{\"io.modelcontextprotocol/protocolVersion\":\"2026-07-28\","
                        + "\"io.modelcontextprotocol/clientCapabilities\":[]}"
            })
    void requestMetadataIsRequired(String params) {
        assertError(400, -32602, alice.with("Mcp-Method", "server/discover").post(request("server/discover", params)));
    }

    @Test
    void requestMetadataDecidesTheEraEvenWithASession() {
        McpCaller session = McpCaller.of(endpoint(), "alice").initialized("2025-11-25");
        Answer answer = session.with("MCP-Protocol-Version", null)
                .with("Mcp-Method", "tools/list")
                .post(request("tools/list", META));
        assertError(400, -32020, answer);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1900-01-01", "2025-11-25", ""})
    void otherRevisionsAreUnsupported(String version) {
        String params = META.replace(VERSION, version);
        Answer answer = alice.with("MCP-Protocol-Version", version)
                .with("Mcp-Method", "tools/list")
                .post(request("tools/list", params));
        assertError(400, -32022, answer);
        JsonObject data = answer.json().getJsonObject("error").getJsonObject("data");
        assertEquals(version, data.getString("requested"));
        assertTrue(data.getJsonArray("supported")
                .getValuesAs(JsonString::getString)
                .contains(VERSION));
    }

    @Test
    void anUnknownRevisionInTheHeaderIsUnsupported() {
        Answer answer = alice.with("MCP-Protocol-Version", "1900-01-01").post(request("tools/list", ""));
        assertError(400, -32022, answer);
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"2025-11-25", "1900-01-01", "2026-07-28, 2026-07-28"})
    void theVersionHeaderMustEqualTheBody(@Nullable String header) {
        Answer answer = alice.with("MCP-Protocol-Version", header)
                .with("Mcp-Method", "tools/list")
                .post(request("tools/list", META));
        assertError(400, -32020, answer);
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"tools/call", "Tools/List", "tools/list, tools/list", "=?base64?dG9vbHMvbGlzdA==?="})
    void theMethodHeaderMustEqualTheBody(@Nullable String header) {
        assertError(400, -32020, alice.with("Mcp-Method", header).post(request("tools/list", META)));
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(
            strings = {
                "notes_list",
                "WHOAMI",
                "whoami, whoami",
                "=?BASE64?d2hvYW1p?=",
                "=?base64?d2hvYW1p",
                "=?base64?bm90ZXNfbGlzdA==?=",
                "=?base64?d2hvYW1p====?=",
                "=?base64?d2 hvYW1p?="
            })
    void theNameHeaderMustEqualTheBody(@Nullable String header) {
        Answer answer = alice.with("Mcp-Method", "tools/call")
                .with("Mcp-Name", header)
                .post(request("tools/call", "\"name\":\"whoami\"," + META));
        assertError(400, -32020, answer);
    }

    @Test
    void aNameHeaderWithoutNameInTheBodyIsAMismatch() {
        Answer answer = alice.with("Mcp-Method", "tools/call")
                .with("Mcp-Name", "whoami")
                .post(request("tools/call", META));
        assertError(400, -32020, answer);
    }

    @Test
    void theNameHeaderMayBeEncoded() {
        Answer answer = alice.with("Mcp-Method", "tools/call")
                .with("Mcp-Name", "=?base64?d2hvYW1p?=")
                .post(request("tools/call", "\"name\":\"whoami\"," + META));
        assertEquals(200, answer.status());
    }

    @Test
    void blanksAroundTheNameHeaderDoNotCount() {
        Answer answer = alice.with("Mcp-Method", "tools/call")
                .with("Mcp-Name", "  whoami  ")
                .post(request("tools/call", "\"name\":\"whoami\"," + META));
        assertEquals(200, answer.status());
    }

    @Test
    void headerNamesMayBeInAnyCase() {
        Answer answer = McpCaller.of(endpoint(), "alice")
                .with("mcp-protocol-version", VERSION)
                .with("MCP-METHOD", "tools/call")
                .with("mcp-NAME", "whoami")
                .post(request("tools/call", "\"name\":\"whoami\"," + META));
        assertEquals(200, answer.status());
    }
}
