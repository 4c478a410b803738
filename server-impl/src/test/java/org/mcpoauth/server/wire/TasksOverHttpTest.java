package org.mcpoauth.server.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mcpoauth.spi.resource.BindingRules;

/** MCP 2025-11-25, "Tasks", security considerations, and the tasks extension (SEP-2663), over the wire. */
class TasksOverHttpTest {
    private static final String NOT_FOUND =
            "{\"jsonrpc\":\"2.0\",\"id\":1,\"error\":{\"code\":-32602,\"message\":\"Task not found\"}}";
    private static final String CORE =
            "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{\"task\":{\"taskId\":\"t1\",\"status\":\"working\"}}}";
    private static final String EXTENSION = "{\"jsonrpc\":\"2.0\",\"id\":1,"
            + "\"result\":{\"resultType\":\"task\",\"taskId\":\"t1\",\"status\":\"working\"}}";

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

    private static String about(String method, String task) {
        return "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"" + method + "\",\"params\":{\"taskId\":\"" + task + "\"}}";
    }

    private HttpResponse<String> begin(String token, String answer) {
        endpoint.answer = answer;
        HttpResponse<String> response = server.call(
                token, "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{\"name\":\"long\"}}");
        endpoint.answer = "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{\"taskId\":\"t1\",\"status\":\"working\"}}";
        endpoint.seen.clear();
        return response;
    }

    private String bob() {
        return server.issuer.token(claims -> claims.add("sub", "bob"));
    }

    private void assertUnknown(HttpResponse<String> response) {
        HttpResponse<String> unknown = server.call(server.issuer.token(), about("tasks/get", "no-such-task"));
        assertEquals(NOT_FOUND, response.body());
        assertEquals(NOT_FOUND, unknown.body(), "a foreign task looks exactly like an unknown one");
        assertEquals(200, response.statusCode());
        assertEquals(unknown.headers().map().keySet(), response.headers().map().keySet());
        assertTrue(endpoint.seen.isEmpty(), "the application must not run");
    }

    @ParameterizedTest
    @ValueSource(strings = {"tasks/get", "tasks/result", "tasks/update", "tasks/cancel"})
    void aTaskOfSomebodyElseIsAnsweredAsAnUnknownOne(String method) {
        for (String created : List.of(CORE, EXTENSION)) {
            try (RestServer other = new RestServer(new RestApplication().register(endpoint), it -> it)) {
                server.close();
                server = other;
                assertEquals(created, begin(server.issuer.token(), created).body());
                assertUnknown(server.call(bob(), about(method, "t1")));
                assertUnknown(
                        server.call(server.issuer.token(claims -> claims.add("client_id", "c2")), about(method, "t1")));
                assertUnknown(server.call(server.otherIssuer.token(), about(method, "t1")));
                String owner = server.issuer.token(claims -> claims.add("jti", "refreshed"));
                assertTrue(server.call(owner, about(method, "t1")).body().contains("working"));
            }
        }
    }

    @Test
    void aTaskWithoutIdentifierIsUnknown() {
        HttpResponse<String> response =
                server.call(server.issuer.token(), "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tasks/get\"}");
        assertUnknown(response);
    }

    @Test
    void aTaskInAnEventStreamIsBoundToo() {
        endpoint.type = "text/event-stream";
        begin(server.issuer.token(), "data: " + CORE + "\n\n");
        endpoint.type = "application/json";
        assertUnknown(server.call(bob(), about("tasks/get", "t1")));
        assertTrue(server.call(server.issuer.token(), about("tasks/get", "t1"))
                .body()
                .contains("working"));
    }

    /** An application that gives out a task of somebody else gives out nothing. */
    @Test
    void aTaskOfSomebodyElseIsNotGivenOutAgain() {
        begin(server.issuer.token(), CORE);
        assertEquals(
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"error\":{\"code\":-32603,\"message\":\"Internal error\"}}",
                begin(bob(), CORE).body());
        assertUnknown(server.call(bob(), about("tasks/get", "t1")));
    }

    /** What a caller is told of a task does not bind it. */
    @Test
    void theAnswerAboutATaskBindsNothing() {
        begin(server.issuer.token(), CORE);
        endpoint.answer = CORE.replace("t1", "t2");
        server.call(server.issuer.token(), about("tasks/get", "t1"));
        endpoint.seen.clear();
        assertUnknown(server.call(server.issuer.token(), about("tasks/get", "t2")));
    }

    private static String list(String... tasks) {
        return "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{\"tasks\":[" + String.join(",", tasks)
                + "],\"nextCursor\":\"n\"}}";
    }

    private static String task(String id) {
        return "{\"taskId\":\"" + id + "\",\"status\":\"working\"}";
    }

    /** MCP 2025-11-25, "Tasks", security considerations: the list must have the caller's tasks only. */
    @Test
    void theListHasTheTasksOfTheCallerOnly() {
        begin(server.issuer.token(), CORE);
        begin(bob(), CORE.replace("t1", "t2"));
        endpoint.answer = list(task("t1"), task("t2"), task("unbound"), "{\"taskId\":5}");
        for (String id : List.of("1", "1.0", "2")) {
            String request = "{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"method\":\"tasks/list\"}";
            assertEquals(
                    list(task("t1")),
                    server.call(server.issuer.token(), request).body());
            assertEquals(list(task("t2")), server.call(bob(), request).body());
            assertEquals(
                    list(), server.call(server.otherIssuer.token(), request).body());
        }
        String whole = endpoint.answer;
        endpoint.type = "text/event-stream";
        endpoint.answer = "data: " + whole + "\n\n";
        String request = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tasks/list\"}";
        assertEquals(
                "data: " + list(task("t2")) + "\n\n",
                server.call(bob(), request).body());
    }

    /** Nobody presents what an application lists: that is no attempt, and no use that would keep a task alive. */
    @Test
    void toBeListedIsNeitherAnAttemptNorAUse() {
        begin(server.issuer.token(), CORE);
        begin(bob(), CORE.replace("t1", "t2"));
        server.events.clear();
        endpoint.answer = list(task("t1"), task("t2"), task("unbound"));
        String request = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tasks/list\"}";
        server.clock.move(Duration.ofMinutes(29));
        assertEquals(
                list(task("t1")), server.call(server.issuer.token(), request).body());
        assertEquals(List.of(), server.events);
        server.clock.move(Duration.ofMinutes(2));
        assertEquals(list(), server.call(server.issuer.token(), request).body());
        endpoint.seen.clear();
        assertUnknown(server.call(server.issuer.token(), about("tasks/get", "t1")));
    }

    /** One answer must not make the guard ask its store without end. */
    @Test
    void aListThatIsTooLongIsAnInternalError() {
        endpoint.answer = list(IntStream.rangeClosed(0, 1000)
                .mapToObj(each -> task("t" + each))
                .toArray(String[]::new));
        assertEquals(
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"error\":{\"code\":-32603,\"message\":\"Internal error\"}}",
                server.call(server.issuer.token(), "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tasks/list\"}")
                        .body());
    }

    /** What cannot be read cannot be filtered. */
    @Test
    void aListThatCannotBeReadIsAnInternalError() {
        endpoint.answer = list(task("t1")) + "x";
        assertEquals(
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"error\":{\"code\":-32603,\"message\":\"Internal error\"}}",
                server.call(server.issuer.token(), "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tasks/list\"}")
                        .body());
    }

    @Test
    void anIdleTaskIsUnknown() {
        begin(server.issuer.token(), CORE);
        server.clock.move(Duration.ofMinutes(31));
        assertUnknown(server.call(server.issuer.token(), about("tasks/get", "t1")));
    }

    /** Nothing is unbounded per principal: who has all tasks it may have is given no other, and others are. */
    @Test
    void oneWhoHasTooManyTasksLeavesRoomForOthers() {
        server.close();
        server = new RestServer(
                new RestApplication().register(endpoint),
                it -> it.bindings(BindingRules.DEFAULT.withMaxPerPrincipal(1)));
        begin(server.issuer.token(), CORE);
        String second = CORE.replace("t1", "t2");
        assertEquals(
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"error\":{\"code\":-32603,\"message\":\"Internal error\"}}",
                begin(server.issuer.token(), second).body());
        assertUnknown(server.call(server.issuer.token(), about("tasks/get", "t2")));
        assertEquals(CORE, begin(server.issuer.token(), CORE).body(), "what one has may be told again");
        assertEquals(second, begin(bob(), second).body());
    }

    @Test
    void bindingCanBeSwitchedOffByNameOnly() {
        BindingRules off = BindingRules.DEFAULT.withTasksBound(false);
        try (RestServer open = new RestServer(new RestApplication().register(endpoint), it -> it.bindings(off))) {
            open.call(open.issuer.token(), about("tasks/get", "t1"));
            assertEquals(1, endpoint.seen.size());
            endpoint.answer = list(task("any"));
            String request = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tasks/list\"}";
            assertEquals(
                    endpoint.answer, open.call(open.issuer.token(), request).body());
        }
    }
}
