package org.mcpoauth.server.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.mcpoauth.server.wire.RestServer.send;
import static org.mcpoauth.server.wire.RestServer.with;

import jakarta.json.JsonObject;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mcpoauth.spi.Changing;
import org.mcpoauth.spi.resource.RequestStateRules;
import org.mcpoauth.spi.support.codec.MalformedException;
import org.mcpoauth.spi.support.json.JsonLimits;
import org.mcpoauth.spi.support.json.StrictJson;

/** MCP 2026-07-28, "Multi Round-Trip Requests": states are sealed and opened without the application. */
class RequestStatesOverHttpTest {
    private static final StrictJson JSON = StrictJson.create();
    private static final String REFUSED = "{\"jsonrpc\":\"2.0\",\"id\":1,\"error\":{\"code\":-32602,"
            + "\"message\":\"Invalid or expired requestState\",\"data\":{\"reason\":\"invalid_request_state\"}}}";
    private static final String INTERNAL =
            "{\"jsonrpc\":\"2.0\",\"id\":1,\"error\":{\"code\":-32603,\"message\":\"Internal error\"}}";
    private static final String ASKS =
            "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{\"resultType\":\"input_required\",\"requestState\":\"plain\"}}";

    private final ProgrammedEndpoint endpoint = new ProgrammedEndpoint();
    private RestServer server;

    @BeforeEach
    void start() {
        server = new RestServer(new RestApplication().register(endpoint), it -> it);
        endpoint.answer = ASKS;
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private static String message(String method, String params) {
        return "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"" + method + "\",\"params\":{" + params + "}}";
    }

    private static String call(String name, String arguments, String state) {
        String more = state.isEmpty() ? "" : ",\"requestState\":" + state;
        return message("tools/call", "\"name\":\"" + name + "\",\"arguments\":" + arguments + more);
    }

    private static String quoted(String text) {
        return "\"" + text + "\"";
    }

    private static String state(String answer) {
        try {
            JsonObject json = JSON.readObject(answer, JsonLimits.METADATA);
            return json.getJsonObject("result").getString("requestState");
        } catch (MalformedException e) {
            throw new IllegalArgumentException(answer, e);
        }
    }

    private String sealed() {
        return state(
                server.call(server.issuer.token(), call("ask", "{\"a\":1}", "")).body());
    }

    private void assertRefused(HttpResponse<String> response) {
        assertEquals(200, response.statusCode());
        assertEquals(REFUSED, response.body());
        assertTrue(endpoint.seen.isEmpty(), "the application must not run");
    }

    @Test
    void theApplicationSeesItsOwnStateAndTheClientDoesNot() {
        String sealed = sealed();
        assertTrue(sealed.startsWith("v1."), sealed);
        assertFalse(sealed.contains("plain"));
        HttpResponse<String> response = server.call(server.issuer.token(), call("ask", "{\"a\":1.0}", quoted(sealed)));
        assertEquals(200, response.statusCode());
        assertTrue(endpoint.seen.get(1).contains("\"requestState\":\"plain\""), endpoint.seen.get(1));
    }

    @Test
    void aRefreshedTokenOfTheSamePrincipalGoesOn() {
        String sealed = sealed();
        String refreshed = server.issuer.token(claims -> claims.add("jti", "2").add("scope", "other"));
        server.call(refreshed, call("ask", "{\"a\":1}", quoted(sealed)));
        assertEquals(2, endpoint.seen.size());
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"plain\"", "\"\"", "7", "{}", "[]", "true", "\"v1.AAAA\""})
    void aForgedStateIsRefused(String state) {
        assertRefused(server.call(server.issuer.token(), call("ask", "{\"a\":1}", state)));
    }

    @Test
    void nullIsNoState() {
        server.call(server.issuer.token(), call("ask", "{\"a\":1}", "null"));
        assertEquals(1, endpoint.seen.size());
    }

    @Test
    void aStateOfAnotherRequestIsRefused() {
        String sealed = quoted(sealed());
        endpoint.seen.clear();
        String alice = server.issuer.token();
        assertRefused(server.call(alice, call("other", "{\"a\":1}", sealed)));
        assertRefused(server.call(alice, call("ask", "{\"a\":2}", sealed)));
        assertRefused(server.call(
                alice,
                message("prompts/get", "\"name\":\"ask\",\"arguments\":{\"a\":1}," + "\"requestState\":" + sealed)));
        assertRefused(
                server.call(server.issuer.token(claims -> claims.add("sub", "bob")), call("ask", "{\"a\":1}", sealed)));
        assertRefused(server.call(
                server.issuer.token(claims -> claims.add("client_id", "c2")), call("ask", "{\"a\":1}", sealed)));
        assertRefused(server.call(server.otherIssuer.token(), call("ask", "{\"a\":1}", sealed)));
        server.clock.move(Duration.ofMinutes(10));
        String later = server.issuer.token();
        assertRefused(server.call(later, call("ask", "{\"a\":1}", sealed)));
    }

    /** An application that tells the revisions apart in another way must not get an unopened state. */
    @Test
    void theStateIsOpenedWhateverVersionTheRequestNames() {
        for (String version : List.of("2025-11-25", "2025-03-26", "x")) {
            HttpRequest.Builder request =
                    server.post(call("ask", "{}", "\"forged\"")).header("MCP-Protocol-Version", version);
            assertRefused(send(with(server.issuer.token(), request)));
        }
        HttpRequest.Builder modern = server.modern("tools/call", "ask", call("ask", "{}", "\"forged\""));
        assertRefused(send(with(server.issuer.token(), modern)));
    }

    @Test
    void promptsAndResourcesCarryStatesToo() {
        for (String request : List.of(
                message("prompts/get", "\"name\":\"p\",\"requestState\":STATE"),
                message("resources/read", "\"uri\":\"x:1\",\"requestState\":STATE"))) {
            String first = server.call(server.issuer.token(), request.replace("STATE", "null"))
                    .body();
            server.call(server.issuer.token(), request.replace("STATE", quoted(state(first))));
            String seen = endpoint.seen.get(endpoint.seen.size() - 1);
            assertTrue(seen.contains("\"requestState\":\"plain\""), seen);
        }
    }

    @Test
    void anEventStreamCarriesSealedStatesToo() {
        endpoint.type = "text/event-stream";
        for (String lineEnd : List.of("\n", "\r\n", "\r")) {
            endpoint.answer = String.join(
                    lineEnd,
                    "id: 1",
                    "data: {\"jsonrpc\":\"2.0\",\"method\":\"notifications/progress\"}",
                    "",
                    ": comment",
                    "",
                    "event: message",
                    "data: " + ASKS.substring(0, ASKS.indexOf("\"result\"")),
                    "data:" + ASKS.substring(ASKS.indexOf("\"result\"")),
                    "",
                    "");
            for (String path : List.of("/mcp", "/mcp/slowly")) {
                HttpRequest.Builder request = server.get(path)
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString(call("ask", "{}", "")));
                String body = send(with(server.issuer.token(), request)).body();
                assertTrue(body.startsWith("id: 1" + lineEnd + "data: {\"jsonrpc\":\"2.0\",\"method\""), body);
                assertTrue(body.contains("event: message\ndata: {"), body);
                assertTrue(body.contains("\"requestState\":\"v1."), body);
                assertFalse(body.contains("plain"), body);
            }
        }
    }

    @Test
    void otherAnswersGoOutAsTheyAre() {
        endpoint.answer = " {\"jsonrpc\":\"2.0\", \"id\":1,\"result\":{\"resultType\":\"complete\",\"a\":1.50}}";
        assertEquals(
                endpoint.answer,
                server.call(server.issuer.token(), call("ask", "{}", "")).body());
        endpoint.answer = "input_required but no JSON";
        assertEquals(
                endpoint.answer,
                server.call(server.issuer.token(), call("ask", "{}", "")).body());
    }

    /** Better no answer than one whose state everybody can change. */
    @Test
    void aStateThatCannotBeSealedIsAnInternalError() {
        endpoint.answer = ASKS.replace("plain", "p".repeat(8193));
        HttpResponse<String> response = server.call(server.issuer.token(), call("ask", "{}", ""));
        assertEquals(INTERNAL, response.body());
    }

    /** JSON-RPC 2.0, section 4: an identifier is a value, which the application may write in another way. */
    @ParameterizedTest
    @CsvSource({"1.0,1", "1e0,1", "9007199254740993,9007199254740992", "4294967297,1", "'\"1\"',1", "1,1.0"})
    void theStateIsSealedHoweverTheApplicationWritesTheIdentifier(String asked, String answered) {
        endpoint.answer = ASKS.replace("\"id\":1", "\"id\":" + answered);
        String request = call("ask", "{\"a\":1}", "").replace("\"id\":1", "\"id\":" + asked);
        String answer = server.call(server.issuer.token(), request).body();
        assertFalse(answer.contains("plain"), answer);
        server.call(server.issuer.token(), call("ask", "{\"a\":1}", quoted(state(answer))));
        assertTrue(endpoint.seen.get(1).contains("\"requestState\":\"plain\""), endpoint.seen.get(1));
    }

    /** Each state belongs to the request of its identifier, in whatever order the answers come. */
    @Test
    void theStatesOfABatchBelongToTheirRequests() {
        String two = call("two", "{}", "").replace("\"id\":1", "\"id\":2.0");
        endpoint.answer = "[" + ASKS.replace("\"id\":1", "\"id\":2") + "]";
        String answer = server.call(server.issuer.token(), "[" + call("one", "{}", "") + "," + two + "]")
                .body();
        String sealed = quoted(state(answer.substring(1, answer.length() - 1)));
        endpoint.seen.clear();
        assertRefused(server.call(server.issuer.token(), call("one", "{}", sealed)));
        server.call(server.issuer.token(), call("two", "{}", sealed));
        assertTrue(endpoint.seen.get(0).contains("\"requestState\":\"plain\""), endpoint.seen.get(0));
    }

    /** MCP 2026-07-28, "Multi Round-Trip Requests": only three methods are answered so. */
    @Test
    void aStateThatBelongsToNoRequestIsAnInternalError() {
        String two = call("two", "{}", "").replace("\"id\":1", "\"id\":2");
        endpoint.answer = ASKS.replace("\"id\":1", "\"id\":7");
        assertEquals(
                INTERNAL.replace("\"id\":1", "\"id\":7"),
                server.call(server.issuer.token(), "[" + call("one", "{}", "") + "," + two + "]")
                        .body());
        endpoint.answer = ASKS;
        assertEquals(
                INTERNAL,
                server.call(server.issuer.token(), message("tools/list", "")).body());
    }

    /** RFC 8259, sections 4 and 8.1: what cannot be read for certain cannot be sealed. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"id\":1,\"result\":{\"resultType\":\"input_required\",\"requestState\":\"plain\",\"requestState\":\"plain\"}}",
                "{\"id\":1,\"result\":{\"resultType\":\"input_required\",\"requestState\":\"plain\"}} x",
                "{\"id\":1,\"answer\":{\"resultType\":\"input_required\",\"requestState\":\"plain\"}}",
                "\u001f\u0008\u0000plain"
            })
    void anAnswerThatCannotBeReadIsAnInternalError(String unreadable) {
        endpoint.answer = unreadable;
        assertEquals(
                INTERNAL,
                server.call(server.issuer.token(), call("ask", "{}", "")).body());
        if (unreadable.contains("requestState")) {
            endpoint.type = "text/event-stream";
            endpoint.answer = "data: " + unreadable + "\n\n";
            assertEquals(
                    "data: " + INTERNAL + "\n\n",
                    server.call(server.issuer.token(), call("ask", "{}", "")).body());
        }
    }

    @Test
    void configurationMayLeaveItToTheApplicationByName() {
        RequestStateRules off =
                new RequestStateRules(false, Changing.of(List.of()), Duration.ofMinutes(10), null, false);
        try (RestServer open = new RestServer(new RestApplication().register(endpoint), it -> it.requestState(off))) {
            assertEquals(
                    ASKS,
                    open.call(open.issuer.token(), call("ask", "{}", "\"own\"")).body());
            assertTrue(endpoint.seen.get(0).contains("own"));
        }
    }
}
