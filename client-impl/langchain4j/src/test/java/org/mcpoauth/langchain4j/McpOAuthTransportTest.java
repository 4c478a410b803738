package org.mcpoauth.langchain4j;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.exception.HttpException;
import dev.langchain4j.exception.ToolExecutionException;
import dev.langchain4j.mcp.client.DefaultMcpClient;
import dev.langchain4j.mcp.client.IllegalResponseException;
import dev.langchain4j.mcp.protocol.McpPingRequest;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mcpoauth.guarded.StreamingEndpoint;
import org.mcpoauth.guarded.World;

/** What is ours of the transport: MCP 2025-11-25, Transports, "Streamable HTTP". */
class McpOAuthTransportTest {
    private static final Duration TOKEN_AND_SESSION = Duration.ofMinutes(31);
    private static final int CALLERS = 8;

    private final World world = new World();

    @AfterEach
    void close() {
        world.close();
    }

    private static DefaultMcpClient open(McpOAuthTransport transport, Duration patience) {
        return DefaultMcpClient.builder()
                .transport(transport)
                .initializationTimeout(World.PATIENCE)
                .toolExecutionTimeout(patience)
                .autoHealthCheck(false)
                .build();
    }

    private DefaultMcpClient open() {
        return open(McpOAuthTransport.of(world.client()), World.PATIENCE);
    }

    private static String whoami(DefaultMcpClient client) {
        return client.executeTool(ToolExecutionRequest.builder()
                        .name("whoami")
                        .arguments("{}")
                        .build())
                .resultText();
    }

    @Test
    @DisplayName("Session Management: a session that the server has forgotten is begun anew once, for all callers")
    void aForgottenSessionIsBegunAnewOnce() throws Exception {
        try (DefaultMcpClient client = open()) {
            whoami(client);
            world.server.clock.travel(TOKEN_AND_SESSION);
            world.server.traffic.clear();
            ExecutorService callers = Executors.newFixedThreadPool(CALLERS);
            try {
                Callable<String> call = () -> whoami(client);
                for (Future<String> answer : callers.invokeAll(Collections.nCopies(CALLERS, call))) {
                    assertTrue(answer.get().contains("alice"));
                }
            } finally {
                callers.shutdownNow();
            }
        }
        assertEquals(List.of(200), world.server.traffic.statuses("initialize"));
        assertEquals(List.of(204), world.server.traffic.answers("DELETE"));
    }

    @Test
    @DisplayName("Session Management: a session that could not be begun anew is tried again by the next call")
    void aFailureToBeginAnewIsTheOneOfTheCall() {
        try (DefaultMcpClient client = open()) {
            world.server.endpoint.answerNextCall(Response.status(404).build());
            world.server.endpoint.answerNextInitialize(Response.status(503).build());
            ToolExecutionException failure = assertThrows(ToolExecutionException.class, () -> whoami(client));
            assertEquals(503, World.cause(failure, HttpException.class).statusCode());
            assertTrue(whoami(client).contains("alice"));
            // of two answers that a session is gone the second is the one of the call
            world.server.endpoint.answerNextCall(Response.status(404).build());
            world.server.endpoint.answerNextCall(Response.status(404).build());
            failure = assertThrows(ToolExecutionException.class, () -> whoami(client));
            assertEquals(404, World.cause(failure, HttpException.class).statusCode());
        }
    }

    @Test
    @DisplayName("Resumability and Redelivery: a stream that ends with its token is opened again with a better one")
    void aStreamThatEndsWithItsTokenIsOpenedAgain() throws InterruptedException {
        BlockingQueue<String> heard = new LinkedBlockingQueue<>();
        StreamingEndpoint endpoint = world.server.endpoint;
        try (DefaultMcpClient client = DefaultMcpClient.builder()
                .transport(McpOAuthTransport.listening(world.client()))
                .autoHealthCheck(false)
                .logHandler(message -> heard.add(message.data().asText()))
                .build()) {
            World.eventually(() -> endpoint.listeners() == 1, "nobody listens");
            endpoint.log("hello");
            assertTrue(String.valueOf(heard.poll(20, TimeUnit.SECONDS)).contains("hello"));
            endpoint.say("{\"PEER");
            endpoint.say("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/message\",\"params\":5}");
            endpoint.log("after what cannot be read");
            assertTrue(String.valueOf(heard.poll(20, TimeUnit.SECONDS)).contains("after"));
            world.server.clock.travel(World.MORE_THAN_A_TOKEN_LIFE);
            World.eventually(() -> endpoint.positions().size() == 2, "nobody listens any more");
            World.eventually(() -> endpoint.listeners() == 1, "nobody listens any more");
            endpoint.log("again");
            assertTrue(String.valueOf(heard.poll(20, TimeUnit.SECONDS)).contains("again"));
            assertTrue(whoami(client).contains("alice"));
        }
        assertEquals("-", endpoint.positions().get(0));
        assertFalse(endpoint.positions().get(1).equals("-"));
        assertEquals(List.of(200, 401, 200), world.server.traffic.answers("GET"));
        assertEquals(1, world.person.asked().size());
        World.eventually(() -> world.busy() == 0, "a thread still waits for the stream");
    }

    @Test
    @DisplayName("Resumability and Redelivery: an id that no header can carry is ignored, and listening goes on")
    void anIdThatNoHeaderCanCarryIsIgnored() throws InterruptedException {
        BlockingQueue<String> heard = new LinkedBlockingQueue<>();
        StreamingEndpoint endpoint = world.server.endpoint;
        try (DefaultMcpClient client = DefaultMcpClient.builder()
                .transport(McpOAuthTransport.listening(world.client()))
                .autoHealthCheck(false)
                .logHandler(message -> heard.add(message.data().asText()))
                .build()) {
            World.eventually(() -> endpoint.listeners() == 1, "nobody listens");
            endpoint.say("{}\nid: a\u0000b\nid: \u263a\nid: a\u0007\nid: " + "x".repeat(2000));
            endpoint.log("hello");
            assertTrue(String.valueOf(heard.poll(20, TimeUnit.SECONDS)).contains("hello"));
            endpoint.say("{}\nid: a\u0000b\nid: \u263a\nid: a\u0007\nid: " + "x".repeat(2000));
            endpoint.log("bye\"}}\nid: good\nid: a\u0000b\nunknown: {{\"");
            assertTrue(String.valueOf(heard.poll(20, TimeUnit.SECONDS)).contains("bye"));
            world.server.clock.travel(World.MORE_THAN_A_TOKEN_LIFE);
            World.eventually(() -> endpoint.positions().size() == 2, "nobody listens any more");
            assertTrue(whoami(client).contains("alice"), "the session goes on");
        }
        assertEquals("good", endpoint.positions().get(1));
    }

    @ParameterizedTest
    @CsvSource({"application/json", "text/event-stream"})
    @DisplayName("Sending Messages to the Server: an answer without end is cut off, and the session goes on")
    void anAnswerWithoutEndIsCutOff(String type) {
        try (DefaultMcpClient client = open()) {
            world.server.endpoint.answerNextCall(
                    Response.ok("data: " + "x".repeat(Limited.MAX_BYTES), type).build());
            ToolExecutionException failure = assertThrows(ToolExecutionException.class, () -> whoami(client));
            String message = String.valueOf(
                    World.cause(failure, IllegalResponseException.class).getMessage());
            assertTrue(message.contains("more than"), message);
            assertTrue(whoami(client).contains("alice"), "the session goes on");
        }
    }

    @Test
    @DisplayName("Listening for Messages from the Server: one that has no stream is not asked again")
    void aServerWithoutAStreamIsNotAskedAgain() {
        world.server.endpoint.fallSilent();
        try (DefaultMcpClient client = open(McpOAuthTransport.listening(world.client()), World.PATIENCE)) {
            World.eventually(() -> world.server.endpoint.positions().size() == 1, "nobody listened");
            World.eventually(() -> world.busy() == 0, "the refusal is waited for");
            assertTrue(whoami(client).contains("alice"));
        }
        assertEquals(List.of(405), world.server.traffic.answers("GET"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '>',
            value = {
                "200 > application/json  > {\"PEER ",
                "200 > application/json  > ''",
                "200 > application/json  > []",
                "200 > application/json  > \"PEER\"",
                "200 > application/json  > {\"jsonrpc\":\"2.0\"}",
                "200 > text/event-stream > ''",
                "200 > text/event-stream > 'data: {\"PEER '",
                "202 > application/json  > ''",
            })
    @DisplayName("Sending Messages to the Server: what is no answer is an exception that repeats nothing of it")
    void whatIsNoAnswerIsAnException(int status, String type, String body) {
        try (DefaultMcpClient client = open()) {
            world.server.endpoint.answerNextCall(Response.status(status)
                    .type(type)
                    .entity((body == null ? "" : body) + "\n\n")
                    .build());
            ToolExecutionException failure = assertThrows(ToolExecutionException.class, () -> whoami(client));
            String message = String.valueOf(
                    World.cause(failure, IllegalResponseException.class).getMessage());
            assertFalse(message.contains("PEER"), message);
            assertTrue(whoami(client).contains("alice"), "the session goes on");
        }
    }

    @Test
    void aMessageThatLangChain4jCannotHandleEndsTheCall() {
        try (DefaultMcpClient client = open()) {
            world.server.endpoint.answerNextCall(
                    Response.ok("{\"method\":\"notifications/message\",\"params\":5}", "application/json")
                            .build());
            assertThrows(ToolExecutionException.class, () -> whoami(client));
            assertTrue(whoami(client).contains("alice"), "the session goes on");
        }
    }

    @ParameterizedTest
    @CsvSource({"400", "403", "500", "302"})
    @DisplayName("A refusal that is no challenge is an exception with the status")
    void aRefusalHasItsStatus(int status) {
        try (DefaultMcpClient client = open()) {
            world.server.endpoint.answerNextCall(
                    Response.status(status).entity("PEER").build());
            ToolExecutionException failure = assertThrows(ToolExecutionException.class, () -> whoami(client));
            HttpException refused = World.cause(failure, HttpException.class);
            assertEquals(status, refused.statusCode());
            assertFalse(String.valueOf(refused.getMessage()).contains("PEER"));
        }
    }

    @Test
    @DisplayName("Sending Messages to the Server: an event may have several lines, and others may come before it")
    void anAnswerMayComeAmongOtherEvents() {
        try (DefaultMcpClient client = open()) {
            // the first identifier after that of initialize
            world.server.endpoint.answerNextCall(Response.ok(
                            ": comment\n\nid: 1\ndata:\n\nevent: other\ndata: {}\n\n"
                                    + "data: {\"jsonrpc\":\"2.0\",\"id\":1,\"result\":\ndata: {\"content\":["
                                    + "{\"type\":\"text\",\"text\":\"here\"}]}}\n\n",
                            "text/event-stream")
                    .build());
            assertEquals("here", whoami(client));
        }
    }

    @Test
    @DisplayName("MCP 2025-11-25, Cancellation: the server is told of a call that is given up, and it is cut off")
    void aCallThatIsGivenUpIsCutOff() {
        try (DefaultMcpClient client = open(McpOAuthTransport.of(world.client()), Duration.ofSeconds(2))) {
            whoami(client);
            CountDownLatch gate = world.server.endpoint.hold();
            assertTrue(whoami(client).contains("timeout"));
            World.eventually(() -> world.busy() == 0, "the answer is still waited for");
            assertEquals(1, world.server.endpoint.held());
            assertEquals(List.of(202), world.server.traffic.statuses("notifications/cancelled"));
            gate.countDown();
        }
    }

    @Test
    @DisplayName("Who closes the client does not wait for calls, and neither do their callers")
    void closingEndsCalls() throws Exception {
        CountDownLatch gate = world.server.endpoint.hold();
        CompletableFuture<String> call;
        try (DefaultMcpClient client = open()) {
            call = CompletableFuture.supplyAsync(() -> whoami(client));
            World.eventually(() -> world.server.endpoint.held() == 1, "nobody calls");
        }
        ExecutionException failure = assertThrows(ExecutionException.class, () -> call.get(20, TimeUnit.SECONDS));
        assertInstanceOf(CancellationException.class, World.cause(failure, CancellationException.class));
        World.eventually(() -> world.busy() == 0, "the answer is still waited for");
        gate.countDown();
    }

    /** What LangChain4j has no use for before {@code initialize} is a mistake of the caller. */
    @Test
    void nothingIsSentBeforeTheStart() {
        McpOAuthTransport transport = McpOAuthTransport.of(world.client());
        assertThrows(
                RuntimeException.class,
                () -> transport
                        .executeOperationWithResponse(new McpPingRequest(1L))
                        .join());
        assertEquals(List.of(), world.server.traffic.mcp());
    }
}
