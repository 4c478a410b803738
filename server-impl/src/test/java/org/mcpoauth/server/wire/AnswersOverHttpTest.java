package org.mcpoauth.server.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.mcpoauth.server.wire.RestServer.send;
import static org.mcpoauth.server.wire.RestServer.with;

import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.container.AsyncResponse;
import jakarta.ws.rs.container.Suspended;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import jakarta.ws.rs.core.StreamingOutput;
import jakarta.ws.rs.sse.Sse;
import jakarta.ws.rs.sse.SseEventSink;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What a resource method answers is looked at however it answers: states are sealed (MCP 2026-07-28,
 * "Multi Round-Trip Requests") whatever thread writes them.
 */
@Timeout(60)
class AnswersOverHttpTest {
    private static final String CALL = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\","
            + "\"params\":{\"name\":\"ask\",\"requestState\":STATE}}";
    private static final String ASKS = "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":"
            + "{\"resultType\":\"input_required\",\"requestState\":\"caf\u00e9\"}}";
    private static final byte[] BYTES = ASKS.getBytes(StandardCharsets.UTF_8);

    private final Answers endpoint = new Answers();
    private final RestServer server = new RestServer(new RestApplication().register(endpoint), it -> it);

    @AfterEach
    void stop() {
        server.close();
    }

    /** Answers in every way that Jakarta REST has. */
    @Path("mcp")
    @Produces("application/json;charset=UTF-8")
    public static class Answers {
        final List<String> seen = new CopyOnWriteArrayList<>();

        @POST
        @Path("string")
        public String string(String body) {
            seen.add(body);
            return ASKS;
        }

        @POST
        @Path("response")
        public Response response(String body) {
            seen.add(body);
            return Response.ok(BYTES).header("Content-Length", BYTES.length).build();
        }

        @POST
        @Path("input")
        public InputStream input(String body) {
            seen.add(body);
            return new ByteArrayInputStream(BYTES);
        }

        @POST
        @Path("output")
        public StreamingOutput output(String body) {
            seen.add(body);
            return target -> target.write(BYTES);
        }

        @POST
        @Path("closed")
        public StreamingOutput closed(String body) {
            seen.add(body);
            return target -> {
                target.write(BYTES);
                target.flush();
                target.close();
            };
        }

        @POST
        @Path("later")
        public void later(String body, @Suspended AsyncResponse response) {
            seen.add(body);
            new Thread(() -> response.resume(ASKS)).start();
        }

        @POST
        @Path("later/output")
        public void laterOutput(String body, @Suspended AsyncResponse response) {
            seen.add(body);
            StreamingOutput output = target -> target.write(BYTES);
            new Thread(() -> response.resume(output)).start();
        }

        @POST
        @Path("stage")
        public CompletionStage<String> stage(String body) {
            seen.add(body);
            return CompletableFuture.supplyAsync(() -> ASKS);
        }

        @POST
        @Path("events")
        @Produces("text/event-stream;charset=UTF-8")
        public void events(String body, @Context SseEventSink sink, @Context Sse sse) {
            seen.add(body);
            new Thread(() -> {
                        try (sink) {
                            sink.send(sse.newEvent(ASKS)).toCompletableFuture().join();
                        }
                    })
                    .start();
        }

        @POST
        @Path("events/output")
        @Produces("text/event-stream;charset=UTF-8")
        public StreamingOutput eventsOutput(String body) {
            seen.add(body);
            return target -> target.write(("data: " + ASKS + "\n\n").getBytes(StandardCharsets.UTF_8));
        }

        @Path("located")
        public Located located() {
            return new Located(seen);
        }

        /** The same below a locator. */
        @Produces("application/json;charset=UTF-8")
        public static class Located {
            private final List<String> seen;

            Located(List<String> seen) {
                this.seen = seen;
            }

            @POST
            @Path("later")
            public void later(String body, @Suspended AsyncResponse response, @Context SecurityContext security) {
                String caller = security.getUserPrincipal().getName();
                seen.add(body);
                new Thread(() -> response.resume("alice".equals(caller) ? ASKS : caller)).start();
            }

            @POST
            @Path("events")
            @Produces("text/event-stream;charset=UTF-8")
            public void events(String body, @Context SseEventSink sink, @Context Sse sse) {
                seen.add(body);
                try (sink) {
                    sink.send(sse.newEvent(ASKS));
                }
            }
        }
    }

    private HttpResponse<String> call(String path, String state) {
        HttpRequest.Builder request = server.get("/mcp/" + path)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(CALL.replace("STATE", state)));
        return send(with(server.issuer.token(), request));
    }

    private static String state(String answer) {
        int start = answer.indexOf("v1.");
        return start < 0 ? "" : answer.substring(start, answer.indexOf('"', start));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "string",
                "response",
                "input",
                "output",
                "closed",
                "later",
                "later/output",
                "stage",
                "events",
                "events/output",
                "located/later",
                "located/events"
            })
    void statesAreSealedAndOpened(String path) {
        HttpResponse<String> first = call(path, "null");
        assertEquals(200, first.statusCode());
        assertFalse(first.body().contains("\"caf"), first.body());
        String sealed = state(first.body());
        assertTrue(first.body().contains("\"requestState\":\"" + sealed + "\"}}"), first.body());
        call(path, "\"" + sealed + "\"");
        assertTrue(endpoint.seen.get(1).contains("caf\u00e9"), endpoint.seen.get(1));
        assertTrue(call(path, "\"caf\"").body().contains("invalid_request_state"));
        assertEquals(2, endpoint.seen.size(), "the application must not run");
    }
}
