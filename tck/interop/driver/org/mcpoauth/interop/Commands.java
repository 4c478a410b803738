package org.mcpoauth.interop;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.mcpoauth.api.McpOAuthClient;
import org.mcpoauth.spi.McpOAuthRuntime;

/** The commands, and the runtimes and clients they made; names are the script's. */
final class Commands {
    private static final Duration LIMIT = Duration.ofSeconds(20);

    private final AskingAgent agent;
    private final Runtimes runtimes = new Runtimes();
    private final Map<String, McpOAuthClient> clients = new ConcurrentHashMap<>();

    Commands(AskingAgent agent) {
        this.agent = agent;
    }

    JsonValue perform(JsonObject command) throws IOException, InterruptedException {
        return switch (command.getString("op")) {
            case "runtime" -> runtimes.make(command);
            case "client" -> makeClient(command);
            case "elapse" -> runtimes.elapse(command);
            case "call" -> call(command);
            case "token" -> token(command);
            case "revoke" -> revoke(command);
            default -> new GrantCommands(runtime(command), command).perform();
        };
    }

    private McpOAuthRuntime runtime(JsonObject command) {
        return runtimes.named(command.getString("runtime"));
    }

    private JsonValue makeClient(JsonObject command) {
        // nodes have clients of one name: the script tells them apart by another one
        String name = command.getString("as", command.getString("client"));
        clients.put(name, runtime(command).client(Configurations.of(command, agent)));
        return JsonValue.TRUE;
    }

    private McpOAuthClient client(JsonObject command) {
        return clients.get(command.getString("client"));
    }

    /** Sends one POST with the headers and the body of the command. */
    private JsonValue call(JsonObject command) throws IOException, InterruptedException {
        McpOAuthClient client = client(command);
        URI target = Optional.ofNullable(command.getString("url", null))
                .map(URI::create)
                .orElse(client.resource().uri());
        HttpRequest.Builder request = HttpRequest.newBuilder(target)
                .timeout(LIMIT)
                .header("Content-Type", "application/json")
                .header("Accept", "application/json, text/event-stream")
                .POST(BodyPublishers.ofString(command.getString("body", "{}")));
        Optional.ofNullable(command.getJsonObject("headers"))
                .ifPresent(headers -> headers.keySet().forEach(name -> request.header(name, headers.getString(name))));
        HttpResponse<String> response = client.send(request.build(), BodyHandlers.ofString());
        JsonObjectBuilder headers = Json.createObjectBuilder();
        response.headers().map().forEach((name, values) -> headers.add(name, values.get(0)));
        return Json.createObjectBuilder()
                .add("status", response.statusCode())
                .add("headers", headers)
                .add("body", response.body())
                .build();
    }

    private JsonValue token(JsonObject command) {
        return Json.createValue(client(command).accessToken().value().reveal());
    }

    private JsonValue revoke(JsonObject command) {
        client(command).revoke();
        return JsonValue.TRUE;
    }
}
