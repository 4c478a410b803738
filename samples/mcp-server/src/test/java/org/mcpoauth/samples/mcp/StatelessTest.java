package org.mcpoauth.samples.mcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mcpoauth.samples.mcp.McpCaller.Answer;

/** Revision 2026-07-28 (Basic Protocol; Versioning; Streamable HTTP; Multi Round-Trip Requests). */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StatelessTest {
    private static final String VERSION = "2026-07-28";
    private static final String META = meta("{}");
    private static final String FORMS = meta("{\"elicitation\":{\"form\":{}}}");

    private TestServer server;
    private McpCaller alice;

    @BeforeAll
    void start() {
        server = new TestServer();
        alice = caller("alice");
    }

    @AfterAll
    void stop() {
        server.close();
    }

    private McpCaller caller(String subject) {
        return McpCaller.of(server.endpoint(), subject).with("MCP-Protocol-Version", VERSION);
    }

    private static String meta(String capabilities) {
        return "\"_meta\":{\"io.modelcontextprotocol/protocolVersion\":\"2026-07-28\","
                + "\"io.modelcontextprotocol/clientCapabilities\":" + capabilities + "}";
    }

    private static String request(String method, String params) {
        return "{\"jsonrpc\":\"2.0\",\"id\":5,\"method\":\"" + method + "\",\"params\":{" + params + "}}";
    }

    private static Answer send(McpCaller caller, String method) {
        return caller.with("Mcp-Method", method).post(request(method, META));
    }

    private static Answer call(McpCaller caller, String tool, String params) {
        return caller.with("Mcp-Method", "tools/call")
                .with("Mcp-Name", tool)
                .post(request("tools/call", "\"name\":\"" + tool + "\"," + params));
    }

    private static Answer ask(McpCaller caller, String more) {
        return call(caller, "ask_name", FORMS + ",\"arguments\":{\"text\":\"Hello\"}" + more);
    }

    private static String retry(String state, String response) {
        return ",\"requestState\":\"" + state + "\",\"inputResponses\":{\"name\":" + response + "}";
    }

    private static void assertError(int status, int code, Answer answer) {
        assertEquals(status, answer.status());
        assertEquals(code, answer.errorCode());
        assertEquals(5, answer.json().getInt("id"));
    }

    @Nested
    class Results {
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
                    "{\"sub\":\"alice\",\"clientId\":\"test-client\",\"iss\":\"https://as.example\"}",
                    answer.content());
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
            caller("erin");
            call(caller("erin"), "notes_add", META + ",\"arguments\":{\"text\":\"eggs\"}");
            McpCaller session = McpCaller.of(server.endpoint(), "erin").initialized("2025-11-25");
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
    }

    @Nested
    class Sessions {
        @Test
        void noneIsMadeOrEchoed() {
            Answer answer = send(alice.with("Mcp-Session-Id", "made-up"), "tools/list");
            assertEquals(200, answer.status());
            assertFalse(answer.has("Mcp-Session-Id"));
        }

        @Test
        void noneIsEnded() {
            McpCaller session = McpCaller.of(server.endpoint(), "alice").initialized("2025-11-25");
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
    }

    @Nested
    class Metadata {
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
        void isRequired(String params) {
            assertError(
                    400, -32602, alice.with("Mcp-Method", "server/discover").post(request("server/discover", params)));
        }

        @Test
        void decidesTheEraEvenWithASession() {
            McpCaller session = McpCaller.of(server.endpoint(), "alice").initialized("2025-11-25");
            Answer answer = session.with("MCP-Protocol-Version", null)
                    .with("Mcp-Method", "tools/list")
                    .post(request("tools/list", META));
            assertError(400, -32020, answer);
        }

        @ParameterizedTest
        @ValueSource(strings = {"1900-01-01", "2025-11-25", ""})
        void ofARevisionWithoutItIsUnsupported(String version) {
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
        void mayBeMissingWhenTheHeaderNamesAnUnknownRevision() {
            Answer answer = alice.with("MCP-Protocol-Version", "1900-01-01").post(request("tools/list", ""));
            assertError(400, -32022, answer);
        }
    }

    @Nested
    class Headers {
        @ParameterizedTest
        @NullSource
        @ValueSource(strings = {"2025-11-25", "1900-01-01", "2026-07-28, 2026-07-28"})
        void theVersionMustEqualTheBody(@Nullable String header) {
            Answer answer = alice.with("MCP-Protocol-Version", header)
                    .with("Mcp-Method", "tools/list")
                    .post(request("tools/list", META));
            assertError(400, -32020, answer);
        }

        @ParameterizedTest
        @NullSource
        @ValueSource(strings = {"tools/call", "Tools/List", "tools/list, tools/list", "=?base64?dG9vbHMvbGlzdA==?="})
        void theMethodMustEqualTheBody(@Nullable String header) {
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
        void theNameMustEqualTheBody(@Nullable String header) {
            Answer answer = alice.with("Mcp-Method", "tools/call")
                    .with("Mcp-Name", header)
                    .post(request("tools/call", "\"name\":\"whoami\"," + META));
            assertError(400, -32020, answer);
        }

        @Test
        void aNameWithoutOneInTheBodyIsAMismatch() {
            Answer answer = alice.with("Mcp-Method", "tools/call")
                    .with("Mcp-Name", "whoami")
                    .post(request("tools/call", META));
            assertError(400, -32020, answer);
        }

        @Test
        void theNameMayBeEncoded() {
            Answer answer = alice.with("Mcp-Method", "tools/call")
                    .with("Mcp-Name", "=?base64?d2hvYW1p?=")
                    .post(request("tools/call", "\"name\":\"whoami\"," + META));
            assertEquals(200, answer.status());
        }

        @Test
        void blanksAroundTheNameDoNotCount() {
            Answer answer = alice.with("Mcp-Method", "tools/call")
                    .with("Mcp-Name", "  whoami  ")
                    .post(request("tools/call", "\"name\":\"whoami\"," + META));
            assertEquals(200, answer.status());
        }

        @Test
        void headerNamesMayBeInAnyCase() {
            Answer answer = McpCaller.of(server.endpoint(), "alice")
                    .with("mcp-protocol-version", VERSION)
                    .with("MCP-METHOD", "tools/call")
                    .with("mcp-NAME", "whoami")
                    .post(request("tools/call", "\"name\":\"whoami\"," + META));
            assertEquals(200, answer.status());
        }
    }

    @Nested
    class RoundTrip {
        @Test
        void askNameFirstAsksTheUser() {
            JsonObject result = ask(alice, "").result();
            assertEquals("input_required", result.getString("resultType"));
            assertFalse(result.getString("requestState").isEmpty());
            JsonObject request = result.getJsonObject("inputRequests").getJsonObject("name");
            assertEquals("elicitation/create", request.getString("method"));
            assertEquals(
                    Set.of("mode", "message", "requestedSchema"),
                    request.getJsonObject("params").keySet());
        }

        @Test
        void theAnswerEndsIt() {
            Answer answer = ask(alice, retry(firstState(), "{\"action\":\"accept\",\"content\":{\"name\":\"Ada\"}}"));
            assertEquals("complete", answer.result().getString("resultType"));
            assertEquals("Hello Ada", answer.content());
        }

        @ParameterizedTest
        @ValueSource(strings = {"{\"action\":\"decline\"}", "{\"action\":\"cancel\"}"})
        void theUserMayRefuse(String response) {
            Answer answer = ask(alice, retry(firstState(), response));
            assertEquals("complete", answer.result().getString("resultType"));
            assertTrue(answer.isToolError());
        }

        // MCP 2026-07-28, Multi Round-Trip Requests, "Error Handling": what is missing is asked for again
        @ParameterizedTest
        @ValueSource(
                strings = {
                    "7",
                    "null",
                    "{}",
                    "{\"action\":7}",
                    "{\"action\":\"accept\"}",
                    "{\"action\":\"accept\",\"content\":[]}",
                    "{\"action\":\"accept\",\"content\":{}}",
                    "{\"action\":\"accept\",\"content\":{\"name\":7}}",
                    "{\"action\":\"accept\",\"content\":{\"name\":\" \"}}"
                })
        void anIncompleteAnswerIsAskedForAgain(String response) {
            assertEquals(
                    "input_required",
                    ask(alice, retry(firstState(), response)).result().getString("resultType"));
        }

        @Test
        void answersToOtherQuestionsAreIgnored() {
            String state = firstState();
            Answer answer = ask(
                    alice,
                    ",\"requestState\":\"" + state + "\",\"inputResponses\":{\"other\":7,"
                            + "\"name\":{\"action\":\"accept\",\"content\":{\"name\":\"Ada\",\"more\":1}}}");
            assertEquals("Hello Ada", answer.content());
        }

        @Test
        void anAnswerWithoutStateAnswersNothing() {
            Answer answer =
                    ask(alice, ",\"inputResponses\":{\"name\":{\"action\":\"accept\",\"content\":{\"name\":\"Ada\"}}}");
            assertEquals("input_required", answer.result().getString("resultType"));
        }

        @ParameterizedTest
        @ValueSource(strings = {"7", "null", "[]", "\"x\""})
        void responsesAreAnObject(String responses) {
            assertError(200, -32602, ask(alice, ",\"inputResponses\":" + responses));
        }

        @ParameterizedTest
        @ValueSource(strings = {"\"forged\"", "\"\"", "7", "null", "{}"})
        void aStateThatIsNotOursIsRefused(String state) {
            assertRefused(ask(alice, ",\"requestState\":" + state));
        }

        @Test
        void theStateOfAnotherPrincipalIsRefused() {
            assertRefused(
                    ask(caller("bob"), retry(firstState(), "{\"action\":\"accept\",\"content\":{\"name\":\"Bob\"}}")));
        }

        @Test
        void theStateOfOtherArgumentsIsRefused() {
            Answer answer =
                    call(alice, "ask_name", FORMS + ",\"arguments\":{\"text\":\"Bye\"}" + retry(firstState(), "{}"));
            assertRefused(answer);
        }

        @Test
        void theStateOfAnotherToolIsRefused() {
            assertRefused(call(alice, "whoami", FORMS + retry(firstState(), "{}")));
        }

        @ParameterizedTest
        @ValueSource(strings = {"{}", "{\"elicitation\":{\"url\":{}}}", "{\"elicitation\":true}", "{\"sampling\":{}}"})
        void aClientThatShowsNoFormsIsNotAsked(String capabilities) {
            Answer answer = call(alice, "ask_name", meta(capabilities) + ",\"arguments\":{\"text\":\"Hello\"}");
            assertError(400, -32021, answer);
            JsonObject required =
                    answer.json().getJsonObject("error").getJsonObject("data").getJsonObject("requiredCapabilities");
            assertTrue(required.getJsonObject("elicitation").containsKey("form"));
        }

        // MCP 2026-07-28, Elicitation, "Capabilities"
        @Test
        void anEmptyElicitationCapabilityStandsForForms() {
            Answer answer =
                    call(alice, "ask_name", meta("{\"elicitation\":{}}") + ",\"arguments\":{\"text\":\"Hello\"}");
            assertEquals("input_required", answer.result().getString("resultType"));
        }

        private String firstState() {
            return ask(alice, "").result().getString("requestState");
        }

        private void assertRefused(Answer answer) {
            assertError(200, -32602, answer);
            assertEquals("Invalid or expired requestState", answer.errorMessage());
        }
    }
}
