package org.mcpoauth.langchain4j;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.langchain4j.exception.HttpException;
import dev.langchain4j.mcp.client.IllegalResponseException;
import dev.langchain4j.mcp.client.transport.McpOperationHandler;
import dev.langchain4j.mcp.protocol.McpClientMessage;
import dev.langchain4j.mcp.protocol.McpClientRequest;
import java.net.http.HttpHeaders;
import java.net.http.HttpResponse;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One message and what comes of it. */
final class Exchange {
    private final ObjectMapper json;
    private final McpOperationHandler handler;
    private final McpClientMessage message;
    private final CompletableFuture<JsonNode> answer = new CompletableFuture<>();

    Exchange(ObjectMapper json, McpOperationHandler handler, McpClientMessage message) {
        this.json = json;
        this.handler = handler;
        this.message = message;
    }

    /** The identifier under which an answer will come, {@code null} if none will. */
    @Nullable
    Long id() {
        return message instanceof McpClientRequest ? message.getId() : null;
    }

    /**
     * Sends the message. Cancelling what is returned cuts the exchange off.
     *
     * @return the answer; without one, {@code null} once the server has taken the message
     */
    CompletableFuture<JsonNode> begin(Endpoint endpoint, Session session, Consumer<HttpHeaders> begun) {
        Long id = id();
        if (id != null) {
            handler.startOperation(id, answer);
        }
        try {
            CompletableFuture<HttpResponse<String>> sent = endpoint.post(message, session, begun, this::receive);
            CompletableFuture<?> unused = sent.whenComplete(this::over);
            CompletableFuture<?> unusedToo = answer.whenComplete((node, failure) -> {
                if (answer.isCancelled()) {
                    sent.cancel(true);
                }
            });
        } catch (JsonProcessingException unwritable) {
            answer.completeExceptionally(unwritable);
        }
        return answer;
    }

    /** LangChain4j finds the operation that a message belongs to. */
    private void receive(String data) {
        try {
            handler.handle(json.readTree(data));
        } catch (JsonProcessingException malformed) {
            // its message would repeat what the server sent
            answer.completeExceptionally(new IllegalResponseException("the server sent a message that is no JSON"));
        } catch (RuntimeException unhandled) {
            // of LangChain4j, or of a listener of the application
            answer.completeExceptionally(unhandled);
        }
    }

    private void over(@Nullable HttpResponse<String> response, @Nullable Throwable failure) {
        if (response == null) {
            answer.completeExceptionally(failure);
        } else if (!Endpoint.isSuccess(response.statusCode())) {
            answer.completeExceptionally(
                    new HttpException(response.statusCode(), "the MCP server answered " + response.statusCode()));
        } else if (id() == null) {
            answer.complete(null);
        } else {
            if (!response.body().isBlank()) {
                receive(response.body());
            }
            // has no effect if the message was the answer
            answer.completeExceptionally(new IllegalResponseException("the server ended without an answer"));
        }
    }
}
