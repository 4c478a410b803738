package org.mcpoauth.samples.client;

import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.mcpoauth.api.McpOAuthClient;
import org.mcpoauth.api.error.AuthorizationRequiredException;
import org.mcpoauth.api.error.McpOAuthException;

/** One MCP server, as the user of the current request sees it. */
final class NoteServer {
    private final McpOAuthClient client;

    NoteServer(McpOAuthClient client) {
        this.client = client;
    }

    String name() {
        return client.name();
    }

    String address() {
        return client.resource().value();
    }

    /** What the user has granted, empty before the login. */
    Optional<String> granted() {
        try {
            return client.storedToken().map(token -> token.scopes().toString());
        } catch (AuthorizationRequiredException nobody) {
            return Optional.empty();
        }
    }

    /** The tools, in the order of the server. */
    List<Tool> tools() throws LoginNeededException, ServerFailedException {
        if (!(send(McpMessage.of("tools/list")).get("tools") instanceof JsonArray tools)) {
            throw ServerFailedException.unknown(null);
        }
        return tools.stream().flatMap(tool -> Tool.read(tool).stream()).toList();
    }

    Optional<Tool> tool(String name) throws LoginNeededException, ServerFailedException {
        return tools().stream().filter(tool -> tool.name().equals(name)).findFirst();
    }

    /** The texts of the answer of a tool. */
    List<String> call(Tool tool, Map<String, String> arguments) throws LoginNeededException, ServerFailedException {
        JsonObject result = send(McpMessage.call(tool, arguments));
        if (!(result.get("content") instanceof JsonArray content)) {
            throw ServerFailedException.unknown(null);
        }
        return content.stream()
                .filter(JsonObject.class::isInstance)
                .map(part -> part.asJsonObject().get("text"))
                .filter(JsonString.class::isInstance)
                .map(text -> ((JsonString) text).getString())
                .toList();
    }

    private JsonObject send(McpMessage message) throws LoginNeededException, ServerFailedException {
        try {
            HttpResponse<InputStream> answer =
                    client.send(message.to(client.resource().uri()), BodyHandlers.ofInputStream());
            try (InputStream body = answer.body()) {
                return message.result(body);
            }
        } catch (AuthorizationRequiredException e) {
            throw new LoginNeededException(e);
        } catch (McpOAuthException | IOException e) {
            throw ServerFailedException.unknown(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw ServerFailedException.unknown(e);
        }
    }
}
