package org.mcpoauth.guarded;

import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.samples.mcp.McpResource;
import org.mcpoauth.samples.mcp.McpServer;

/**
 * The endpoint of the sample with the parts of the transport that it has no use for: a stream of its own, and
 * answers as streams (MCP 2025-11-25, Transports, "Streamable HTTP"). One client at a time listens.
 */
@Path("/mcp")
public final class StreamingEndpoint {
    private static final String EVENTS = "text/event-stream";
    private static final long SIGN_OF_LIFE_MILLIS = 200;

    private final McpResource sample = new McpResource();
    private final BlockingQueue<String> unsaid = new LinkedBlockingQueue<>();
    private final Queue<Response> beginnings = new ConcurrentLinkedQueue<>();
    private final Queue<Response> calls = new ConcurrentLinkedQueue<>();
    private final List<String> positions = new CopyOnWriteArrayList<>();
    private final AtomicInteger listeners = new AtomicInteger();
    private final AtomicInteger held = new AtomicInteger();
    private volatile boolean answersWithEvents;
    private volatile boolean silent;
    private volatile CountDownLatch gate = new CountDownLatch(0);

    StreamingEndpoint(McpServer server) {
        sample.useServer(server);
    }

    /** From now on answers come as event streams. */
    public void answerWithEvents() {
        answersWithEvents = true;
    }

    /** Tells the listener something; it is kept until there is one. */
    public void say(String message) {
        unsaid.add(message);
    }

    /** Tells the listener something that it logs. */
    public void log(String text) {
        say("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/message\",\"params\":"
                + "{\"level\":\"info\",\"logger\":\"test\",\"data\":\"" + text + "\"}}");
    }

    /** From now on there is no stream, as at the sample itself. */
    public void fallSilent() {
        silent = true;
    }

    /** Where each listener wanted to begin, {@code "-"} for the beginning. */
    public List<String> positions() {
        return List.copyOf(positions);
    }

    /** How many streams are open. */
    public int listeners() {
        return listeners.get();
    }

    /** From now on calls of tools are not answered until the latch is counted down. */
    public CountDownLatch hold() {
        CountDownLatch latch = new CountDownLatch(1);
        gate = latch;
        return latch;
    }

    /** Answers the next call of a tool in the place of the sample. */
    public void answerNextCall(Response answer) {
        calls.add(answer);
    }

    /** Answers the next {@code initialize} in the place of the sample. */
    public void answerNextInitialize(Response answer) {
        beginnings.add(answer);
    }

    /** How many calls wait for the latch. */
    public int held() {
        return held.get();
    }

    /** One message. */
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Produces({MediaType.APPLICATION_JSON, EVENTS})
    public Response post(@Context HttpHeaders headers, @Context SecurityContext security, InputStream body)
            throws IOException {
        byte[] message = body.readAllBytes();
        String text = new String(message, StandardCharsets.UTF_8);
        if (!text.contains("\"method\"")) {
            // the answer to something that the sample never asked
            return Response.accepted().build();
        }
        Response prepared = prepared(text);
        if (prepared != null) {
            return prepared;
        }
        Response answer = sample.post(headers, security, new ByteArrayInputStream(message));
        return answersWithEvents && answer.getEntity() instanceof byte[] json ? events(answer, json) : answer;
    }

    private @Nullable Response prepared(String message) throws IOException {
        if (message.contains("\"initialize\"")) {
            return beginnings.poll();
        }
        if (message.contains("tools/call")) {
            await();
            return calls.poll();
        }
        return null;
    }

    private void await() throws IOException {
        held.incrementAndGet();
        try {
            gate.await();
        } catch (InterruptedException e) {
            throw (IOException) new InterruptedIOException().initCause(e);
        } finally {
            held.decrementAndGet();
        }
    }

    private static Response events(Response answer, byte[] json) {
        return Response.fromResponse(answer)
                .entity(event(1, new String(json, StandardCharsets.UTF_8)))
                .type(EVENTS)
                .build();
    }

    /** What the server says unasked. */
    @GET
    @Produces(EVENTS)
    public Response get(@Context HttpHeaders headers) {
        positions.addAll(headers.getRequestHeaders().getOrDefault("Last-Event-ID", List.of("-")));
        return silent
                ? Response.status(Response.Status.METHOD_NOT_ALLOWED).build()
                : Response.ok((StreamingOutput) this::speak, EVENTS).build();
    }

    /** The end of a session. */
    @DELETE
    public Response delete(@Context HttpHeaders headers) {
        return sample.delete(headers);
    }

    private void speak(OutputStream out) throws IOException {
        listeners.incrementAndGet();
        try {
            String part = "retry: 1\n\n";
            for (int id = 1; true; id++) {
                // fails when nobody listens any more, or the token of the stream is over
                out.write(part.getBytes(StandardCharsets.UTF_8));
                out.flush();
                part = next(id);
            }
        } finally {
            listeners.decrementAndGet();
        }
    }

    private String next(int id) throws IOException {
        try {
            String message = unsaid.poll(SIGN_OF_LIFE_MILLIS, TimeUnit.MILLISECONDS);
            return message == null ? ": still here\n\n" : event(id, message);
        } catch (InterruptedException e) {
            throw (IOException) new InterruptedIOException().initCause(e);
        }
    }

    private static String event(int id, String message) {
        return "id: " + id + "\nevent: message\ndata: " + message + "\n\n";
    }
}
