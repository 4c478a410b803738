package org.mcpoauth.server.message;

import java.util.List;
import org.mcpoauth.spi.resource.McpOperation;

/**
 * The JSON-RPC messages of a request body.
 *
 * @param messages none for an empty body
 * @param isBatch whether they came as an array (MCP 2025-03-26)
 */
public record RpcBody(List<RpcMessage> messages, boolean isBatch) {
    /** No body. */
    public static final RpcBody EMPTY = new RpcBody(List.of(), false);

    /** Copies the messages. */
    public RpcBody {
        messages = List.copyOf(messages);
    }

    /** The messages that have to be answered. */
    public List<RpcMessage> requests() {
        return messages.stream().filter(RpcMessage::isRequest).toList();
    }

    /** Whether an answer could be taken for that of several requests. */
    public boolean repeatsIdentifier() {
        if (messages.size() < 2) {
            return false;
        }
        List<RpcMessage> requests = requests();
        long different = requests.stream()
                .map(request -> RpcMessage.identity(request.id()))
                .distinct()
                .count();
        return different < requests.size();
    }

    /** What all messages ask for. */
    public List<McpOperation> operations() {
        return messages.size() == 1
                ? messages.get(0).operations()
                : messages.stream()
                        .flatMap(message -> message.operations().stream())
                        .toList();
    }
}
