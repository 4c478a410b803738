package org.mcpoauth.interop;

import static java.nio.charset.StandardCharsets.UTF_8;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.StringReader;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.mcpoauth.api.error.McpOAuthException;
import org.mcpoauth.api.error.OAuthErrorException;

/**
 * Does what a script tells it, with the client of this library. A command is {@code {"id":1,"op":"call",...}},
 * its answer {@code {"id":1,"value":{...}}} or {@code {"id":1,"failure":{...}}}; commands run side by side. What
 * the browser of a user would do the script does: see {@link AskingAgent}.
 */
public final class ClientDriver {
    private final Channel channel = new Channel(System.out);
    private final AskingAgent agent = new AskingAgent(channel);
    private final Commands commands = new Commands(agent);
    private final ExecutorService workers = Executors.newCachedThreadPool();

    private ClientDriver() {}

    /**
     * Reads commands until there are no more.
     *
     * @param arguments none
     * @throws IOException if the script has gone
     */
    public static void main(String[] arguments) throws IOException {
        new ClientDriver().run();
        System.exit(0);
    }

    private void run() throws IOException {
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, UTF_8));
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            JsonObject message = parse(line);
            if (message.containsKey("redirect")) {
                agent.answer(message);
            } else {
                workers.execute(() -> perform(message));
            }
        }
    }

    private void perform(JsonObject command) {
        JsonObjectBuilder answer = Json.createObjectBuilder().add("id", command.getInt("id"));
        try {
            answer.add("value", commands.perform(command));
        } catch (Exception e) {
            answer.add("failure", failure(e));
        }
        channel.send(answer.build());
    }

    private static JsonObject failure(Exception e) {
        JsonObjectBuilder failure = Json.createObjectBuilder()
                .add("type", e.getClass().getSimpleName())
                .add("message", String.valueOf(e.getMessage()));
        if (e instanceof McpOAuthException known) {
            failure.add("code", known.code().name());
        }
        if (e instanceof OAuthErrorException refusal) {
            failure.add("error", refusal.error().value());
        }
        return failure.build();
    }

    private static JsonObject parse(String line) {
        try (var reader = Json.createReader(new StringReader(line))) {
            return reader.readObject();
        }
    }
}
