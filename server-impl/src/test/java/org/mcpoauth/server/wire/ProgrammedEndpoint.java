package org.mcpoauth.server.wire;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import jakarta.ws.rs.sse.Sse;
import jakarta.ws.rs.sse.SseEventSink;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** An MCP endpoint that answers what a test tells it, and keeps what it saw. */
@Path("mcp")
public class ProgrammedEndpoint {
    static final String END = "end";

    final List<String> seen = new CopyOnWriteArrayList<>();
    final BlockingQueue<String> events = new LinkedBlockingQueue<>();
    final CountDownLatch left = new CountDownLatch(1);
    volatile String answer = "{}";
    volatile String type = "application/json";

    @POST
    public Response call(String body) {
        seen.add(body);
        byte[] bytes = answer.getBytes(StandardCharsets.UTF_8);
        return Response.ok(bytes, type).header("Content-Length", bytes.length).build();
    }

    /** The same, written bit by bit. */
    @POST
    @Path("slowly")
    public Response slowly(String body) {
        seen.add(body);
        byte[] bytes = answer.getBytes(StandardCharsets.UTF_8);
        StreamingOutput output = target -> {
            for (byte octet : bytes) {
                target.write(octet);
                target.flush();
            }
        };
        return Response.ok(output, type).build();
    }

    /** Sends events as they come, until {@link #END} or a failure, which it keeps. */
    @GET
    @Produces("text/event-stream")
    public void stream(@Context SseEventSink sink, @Context Sse sse) {
        Thread sender = new Thread(() -> send(sink, sse));
        sender.setDaemon(true);
        sender.start();
    }

    /** The same by a thread that writes and waits, whatever happens to it. */
    @GET
    @Path("blocking")
    @Produces("text/event-stream")
    public StreamingOutput blocking() {
        return target -> {
            try {
                for (String event = next(); !END.equals(event); event = next()) {
                    target.write(("data: " + event + "\n\n").getBytes(StandardCharsets.UTF_8));
                    target.flush();
                }
            } catch (IOException | InterruptedException e) {
                seen.add("failed");
            }
            left.countDown();
        };
    }

    private void send(SseEventSink sink, Sse sse) {
        try (sink) {
            for (String event = next(); !END.equals(event); event = next()) {
                sink.send(sse.newEvent(event)).toCompletableFuture().get(10, TimeUnit.SECONDS);
                seen.add("sent " + event);
            }
        } catch (InterruptedException | ExecutionException | TimeoutException | IllegalStateException e) {
            seen.add("failed");
        }
        left.countDown();
    }

    private String next() throws InterruptedException {
        String event = events.poll(10, TimeUnit.SECONDS);
        return event == null ? END : event;
    }
}
