package org.mcpoauth.langchain4j;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.langchain4j.exception.HttpException;
import dev.langchain4j.mcp.client.McpCallContext;
import dev.langchain4j.mcp.client.transport.McpOperationHandler;
import dev.langchain4j.mcp.client.transport.McpTransport;
import dev.langchain4j.mcp.protocol.McpCancellationNotification;
import dev.langchain4j.mcp.protocol.McpCancellationParams;
import dev.langchain4j.mcp.protocol.McpClientMessage;
import dev.langchain4j.mcp.protocol.McpInitializationNotification;
import dev.langchain4j.mcp.protocol.McpInitializeRequest;
import java.net.http.HttpHeaders;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.api.McpOAuthClient;

/**
 * A transport for the MCP client of LangChain4j whose requests go through an {@link McpOAuthClient}: each has
 * a token, and challenges are answered before LangChain4j sees them (MCP authorization, "Access Token Usage").
 * That holds for messages, for event streams and for the end of a session. It speaks Streamable HTTP in the
 * revisions with sessions, those that LangChain4j speaks (MCP 2025-11-25, Transports).
 *
 * <pre>{@code
 * McpClient client = DefaultMcpClient.builder()
 *         .transport(McpOAuthTransport.of(crm))
 *         .build();
 * client.executeTool(ToolExecutionRequest.builder().name("whoami").build());
 * }</pre>
 *
 * <p>A transport is for one user, {@code McpOAuthTransport.of(crm.as(user))}, or for a client whose tokens are
 * the application's own, and never for a client that asks who calls: a session belongs to one user, and
 * requests are also sent from threads on which nobody calls.
 * What a challenge needs happens within the time that LangChain4j allows for a call ({@code
 * toolExecutionTimeout}, {@code initializationTimeout}), also when a user is asked. Calls fail with the
 * exceptions of {@link McpOAuthClient#send} as a cause: {@link
 * org.mcpoauth.api.error.AuthorizationRequiredException} if the user has to act first, {@link
 * org.mcpoauth.api.error.ChallengeException} if the server keeps asking for more. Another refusal is an {@link
 * HttpException} with the status.
 *
 * <p>A call that LangChain4j gives up is cut off once the server was told. Closing ends the session, for which
 * it waits a few seconds at most. Safe for use by several threads.
 */
public final class McpOAuthTransport implements McpTransport {
    private static final System.Logger LOG = System.getLogger("org.mcpoauth.langchain4j");
    private static final int NOT_FOUND = 404;
    private static final long SECONDS_TO_CLOSE = 5;

    private final ObjectMapper json = new ObjectMapper();
    private final Endpoint endpoint;
    private final boolean listens;
    private final AtomicReference<CompletableFuture<Session>> session =
            new AtomicReference<>(CompletableFuture.completedFuture(Session.NONE));
    private final AtomicReference<@Nullable Listening> listening = new AtomicReference<>();
    private final Map<Long, CompletableFuture<?>> exchanges = new ConcurrentHashMap<>();
    private volatile @Nullable McpOperationHandler handler;
    private volatile @Nullable McpInitializeRequest initialization;
    private volatile boolean closed;

    private McpOAuthTransport(McpOAuthClient client, boolean listens) {
        this.endpoint = new Endpoint(client, client.resource().uri(), json);
        this.listens = listens;
    }

    /**
     * A transport that hears the server only in answers to calls.
     *
     * @param client whose tokens are sent, and where to
     * @return a new transport, for one MCP client
     */
    public static McpOAuthTransport of(McpOAuthClient client) {
        return new McpOAuthTransport(client, false);
    }

    /**
     * A transport that also listens to what the server says unasked, such as that its tools have changed. The
     * stream takes one thread of the runtime of the client. It is opened again when it ends, and not if the
     * server has none or refuses.
     *
     * @param client whose tokens are sent, and where to
     * @return a new transport, for one MCP client
     */
    public static McpOAuthTransport listening(McpOAuthClient client) {
        return new McpOAuthTransport(client, true);
    }

    @Override
    public void start(McpOperationHandler messageHandler) {
        handler = messageHandler;
    }

    @Override
    public CompletableFuture<JsonNode> initialize(McpInitializeRequest request) {
        initialization = request;
        CompletableFuture<Session> begun = new CompletableFuture<>();
        session.set(begun);
        return begin(request, begun);
    }

    @Override
    public CompletableFuture<JsonNode> executeOperationWithResponse(McpClientMessage request) {
        return call(request);
    }

    @Override
    public CompletableFuture<JsonNode> executeOperationWithResponse(McpCallContext context) {
        return executeOperationWithResponse(context.message());
    }

    @Override
    public void executeOperationWithoutResponse(McpClientMessage request) {
        CompletableFuture<JsonNode> sent = call(request);
        if (request instanceof McpCancellationNotification cancellation
                && cancellation.getParams() instanceof McpCancellationParams params) {
            CompletableFuture<?> unused = sent.whenComplete((nothing, failure) -> abandon(params.getRequestId()));
        }
    }

    @Override
    public void executeOperationWithoutResponse(McpCallContext context) {
        executeOperationWithoutResponse(context.message());
    }

    /** There is no connection of its own that could be broken. */
    @Override
    public void checkHealth() {}

    /** A failure is one of a call. */
    @Override
    public void onFailure(Runnable actionOnFailure) {}

    private CompletableFuture<JsonNode> begin(McpInitializeRequest request, CompletableFuture<Session> session) {
        stopListening();
        AtomicReference<@Nullable String> id = new AtomicReference<>();
        return exchange(
                        request,
                        Session.NONE,
                        headers -> id.set(headers.firstValue(Session.ID).orElse(null)))
                .thenCompose(answer -> {
                    Session begun = new Session(id.get(), revision(answer));
                    return exchange(new McpInitializationNotification(), begun).thenApply(accepted -> {
                        listen(begun);
                        session.complete(begun);
                        return answer;
                    });
                })
                .whenComplete((answer, failure) -> {
                    if (failure != null) {
                        session.completeExceptionally(failure);
                    }
                });
    }

    private static @Nullable String revision(JsonNode answer) {
        return answer.path("result").path("protocolVersion").textValue();
    }

    /** Within the session, and once more in a new one if the server has forgotten it. */
    private CompletableFuture<JsonNode> call(McpClientMessage message) {
        CompletableFuture<Session> latest = session();
        CompletableFuture<Session> within = latest.isCompletedExceptionally() ? renewed(latest) : latest;
        return within.thenCompose(with -> exchange(message, with)
                .exceptionallyCompose(failure -> isForgotten(with, failure)
                        ? renewed(within).thenCompose(begun -> exchange(message, begun))
                        : CompletableFuture.failedFuture(failure)));
    }

    private static boolean isForgotten(Session with, Throwable failure) {
        Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
        return with.id() != null && cause instanceof HttpException refused && refused.statusCode() == NOT_FOUND;
    }

    /** A session is replaced once, however many calls learn that it is gone. */
    private CompletableFuture<Session> renewed(CompletableFuture<Session> gone) {
        CompletableFuture<Session> begun = new CompletableFuture<>();
        if (!session.compareAndSet(gone, begun)) {
            return session();
        }
        CompletableFuture<?> unused = begin(Objects.requireNonNull(initialization, "initialize comes first"), begun);
        return begun;
    }

    private CompletableFuture<Session> session() {
        return Objects.requireNonNull(session.get(), "session");
    }

    private CompletableFuture<JsonNode> exchange(McpClientMessage message, Session with) {
        return exchange(message, with, headers -> {});
    }

    private CompletableFuture<JsonNode> exchange(McpClientMessage message, Session with, Consumer<HttpHeaders> begun) {
        Exchange exchange = new Exchange(json, handler(), message);
        CompletableFuture<JsonNode> answer = exchange.begin(endpoint, with, begun);
        Long id = exchange.id();
        if (id == null) {
            return answer;
        }
        exchanges.put(id, answer);
        return answer.whenComplete((node, failure) -> exchanges.remove(id, answer));
    }

    private void abandon(Long id) {
        CompletableFuture<?> exchange = exchanges.get(id);
        if (exchange != null) {
            exchange.cancel(true);
        }
    }

    private McpOperationHandler handler() {
        return Objects.requireNonNull(handler, "start comes first");
    }

    private void listen(Session begun) {
        if (listens && !closed) {
            Listening opened = new Listening(endpoint, begun, this::hear);
            stop(listening.getAndSet(opened));
            if (closed) {
                // meanwhile, and without having seen this one
                stopListening();
            }
            opened.open();
        }
    }

    private void hear(String data) {
        try {
            handler().handle(json.readTree(data));
        } catch (JsonProcessingException | RuntimeException unhandled) {
            // nobody waits for it, and the next message may be better; a text of the server is not repeated
            LOG.log(
                    System.Logger.Level.WARNING,
                    "MCPO3302 a message that the MCP server sent unasked was not handled: "
                            + unhandled.getClass().getName());
        }
    }

    private void stopListening() {
        stop(listening.getAndSet(null));
    }

    private static void stop(@Nullable Listening old) {
        if (old != null) {
            old.close();
        }
    }

    @Override
    public void close() {
        closed = true;
        stopListening();
        exchanges.values().forEach(exchange -> exchange.cancel(true));
        CompletableFuture<Session> last = session.getAndSet(CompletableFuture.completedFuture(Session.NONE));
        if (last.isDone() && !last.isCompletedExceptionally() && last.join().id() != null) {
            end(last.join());
        }
    }

    /** A server that does not hear of it ends the session in time by itself. */
    private void end(Session ended) {
        CompletableFuture<?> deleted = endpoint.delete(ended);
        try {
            deleted.get(SECONDS_TO_CLOSE, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException unheard) {
            deleted.cancel(true);
        } catch (InterruptedException e) {
            deleted.cancel(true);
            Thread.currentThread().interrupt();
        }
    }
}
