package org.mcpoauth.samples.quickstart;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.api.McpOAuthClient;
import org.mcpoauth.spi.McpOAuthRuntime;

/**
 * The client the official MCP conformance suite drives: the URL of the server is the last argument, the
 * revision of the protocol and credentials are in the environment. Which scenario it is in, it does not
 * ask: it calls the server as any application would.
 */
public final class ConformanceClient {
    private static final String STATELESS = "2026-07-28";

    private final McpOAuthClient client;
    private final String revision;
    private int id;

    private ConformanceClient(McpOAuthClient client, String revision) {
        this.client = client;
        this.revision = revision;
    }

    /**
     * Calls the server.
     *
     * @param arguments the URL of the server last
     * @throws Exception if a step fails; the process then ends with a status of its own
     */
    public static void main(String[] arguments) throws Exception {
        URI server = URI.create(arguments[arguments.length - 1]);
        String revision = Optional.ofNullable(System.getenv("MCP_CONFORMANCE_PROTOCOL_VERSION"))
                .orElse("2025-11-25");
        String context =
                Optional.ofNullable(System.getenv("MCP_CONFORMANCE_CONTEXT")).orElse("{}");
        try (McpOAuthRuntime runtime = McpOAuthRuntime.builder().allowLoopback().build()) {
            McpOAuthClient client =
                    runtime.client(ConformanceContext.of(context).configuration(server, revision));
            new ConformanceClient(client, revision).run();
        }
    }

    private void run() throws IOException, InterruptedException {
        if (revision.equals(STATELESS)) {
            call("tools/list", null, "{}");
            call("tools/call", "test-tool", "{\"name\":\"test-tool\",\"arguments\":{}}");
        } else {
            call("initialize", null, initialize());
            call("notifications/initialized", null, "{}");
            call("tools/list", null, "{}");
            call("tools/call", "test-tool", "{\"name\":\"test-tool\",\"arguments\":{}}");
        }
    }

    private String initialize() {
        return "{\"protocolVersion\":\"" + revision
                + "\",\"capabilities\":{},\"clientInfo\":{\"name\":\"mcp-oauth\",\"version\":\"0.1.0\"}}";
    }

    private void call(String method, @Nullable String name, String params) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(client.resource().uri())
                .header("Content-Type", "application/json")
                .header("Accept", "application/json, text/event-stream")
                .POST(BodyPublishers.ofString(message(method, params)));
        if (revision.equals(STATELESS)) {
            request.header("Mcp-Method", method);
            if (name != null) {
                request.header("Mcp-Name", name);
            }
        }
        if (!method.equals("initialize")) {
            request.header("MCP-Protocol-Version", revision);
        }
        HttpResponse<String> response = client.send(request.build(), BodyHandlers.ofString());
        if (response.statusCode() >= 300) {
            throw new IOException(method + " was answered with " + response.statusCode());
        }
    }

    private String message(String method, String params) {
        String numbered = method.startsWith("notifications/") ? "" : "\"id\":" + ++id + ",";
        return "{\"jsonrpc\":\"2.0\"," + numbered + "\"method\":\"" + method + "\",\"params\":" + withMeta(params)
                + "}";
    }

    private String withMeta(String params) {
        if (!revision.equals(STATELESS)) {
            return params;
        }
        String meta = "\"_meta\":{\"io.modelcontextprotocol/protocolVersion\":\"" + revision
                + "\",\"io.modelcontextprotocol/clientCapabilities\":{}}";
        return "{" + meta + (params.equals("{}") ? "}" : "," + params.substring(1));
    }
}
