package org.mcpoauth.samples.mcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.mcpoauth.samples.mcp.StatelessRequests.assertError;
import static org.mcpoauth.samples.mcp.StatelessRequests.call;
import static org.mcpoauth.samples.mcp.StatelessRequests.caller;
import static org.mcpoauth.samples.mcp.StatelessRequests.meta;

import jakarta.json.JsonObject;
import java.net.URI;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mcpoauth.samples.mcp.McpCaller.Answer;

/** Revision 2026-07-28, Multi Round-Trip Requests. */
abstract class RoundTripContract {
    private static final String FORMS = meta("{\"elicitation\":{\"form\":{}}}");

    private McpCaller alice;

    abstract URI endpoint();

    @BeforeEach
    void connect() {
        alice = caller(endpoint(), "alice");
    }

    private static Answer ask(McpCaller caller, String more) {
        return call(caller, "ask_name", FORMS + ",\"arguments\":{\"text\":\"Hello\"}" + more);
    }

    private static String retry(String state, String response) {
        return ",\"requestState\":\"" + state + "\",\"inputResponses\":{\"name\":" + response + "}";
    }

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
        assertRefused(ask(
                caller(endpoint(), "bob"),
                retry(firstState(), "{\"action\":\"accept\",\"content\":{\"name\":\"Bob\"}}")));
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
        Answer answer = call(alice, "ask_name", meta("{\"elicitation\":{}}") + ",\"arguments\":{\"text\":\"Hello\"}");
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
