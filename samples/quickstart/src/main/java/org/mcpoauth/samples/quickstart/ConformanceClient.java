package org.mcpoauth.samples.quickstart;

import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.json.spi.JsonProvider;
import java.io.IOException;
import java.io.StringReader;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.api.Issuer;
import org.mcpoauth.api.McpOAuthClient;
import org.mcpoauth.api.Secret;
import org.mcpoauth.api.metadata.ClientMetadata;
import org.mcpoauth.spi.ClientConfiguration;
import org.mcpoauth.spi.McpOAuthRuntime;

/**
 * The client the official MCP conformance suite drives: the URL of the server is the last argument, the
 * scenario and its credentials are in the environment. It calls the server as any application would.
 */
public final class ConformanceClient {
    private static final String STATELESS = "2026-07-28";
    private static final URI REDIRECT = URI.create("http://localhost:8765/callback");
    private static final URI METADATA_DOCUMENT = URI.create("https://conformance-test.local/client-metadata.json");

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
        String scenario =
                Optional.ofNullable(System.getenv("MCP_CONFORMANCE_SCENARIO")).orElse("");
        try (McpOAuthRuntime runtime = McpOAuthRuntime.builder().allowLoopback().build()) {
            McpOAuthClient client = runtime.client(configuration(server, scenario, context()));
            new ConformanceClient(client, revision).run();
        }
    }

    private static ClientConfiguration configuration(URI server, String scenario, JsonObject context) {
        ClientMetadata metadata = ClientMetadata.builder()
                .clientName("MCP OAuth for Jakarta EE")
                .redirectUris(List.of(REDIRECT))
                .build();
        return ClientConfiguration.builder("conformance", server, metadata)
                .agent(new DirectAgent())
                .metadataDocumentUrl(METADATA_DOCUMENT)
                .originFallback(scenario.startsWith("auth/2025-03-26"))
                .clientId(text(context, "client_id"))
                .clientSecret(Optional.ofNullable(text(context, "client_secret"))
                        .map(Secret::of)
                        .orElse(null))
                .clientKey(ClientKey.from(context))
                .issuer(Optional.ofNullable(text(context, "issuer"))
                        .map(Issuer::of)
                        .orElse(null))
                .grant(
                        scenario.startsWith("auth/client-credentials")
                                ? ClientConfiguration.GrantKind.CLIENT_CREDENTIALS
                                : ClientConfiguration.GrantKind.AUTHORIZATION_CODE)
                .build();
    }

    private static JsonObject context() {
        String text =
                Optional.ofNullable(System.getenv("MCP_CONFORMANCE_CONTEXT")).orElse("{}");
        try (JsonReader reader = JsonProvider.provider().createReader(new StringReader(text))) {
            return reader.readObject();
        }
    }

    private static @Nullable String text(JsonObject context, String name) {
        return context.getString(name, null);
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
