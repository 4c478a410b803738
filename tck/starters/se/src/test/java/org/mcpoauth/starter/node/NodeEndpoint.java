package org.mcpoauth.starter.node;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import java.io.StringReader;
import java.time.Duration;
import java.util.Objects;
import java.util.UUID;
import org.mcpoauth.api.token.RequestStateCodec;
import org.mcpoauth.api.token.RequestStateCodec.Origin;
import org.mcpoauth.api.token.VerifiedToken;
import org.mcpoauth.server.rest.McpOAuthFeature;
import org.mcpoauth.spi.store.StateEntry;
import org.mcpoauth.spi.store.StateKey;
import org.mcpoauth.spi.store.StateStore;

/** An MCP server with a session and a few tools, each of which needs what another node did. */
@Path("mcp")
@Produces("text/plain")
public final class NodeEndpoint {
    private static final Duration TTL = Duration.ofMinutes(1);

    private final RequestStateCodec states;
    private final StateStore store;

    NodeEndpoint(RequestStateCodec states, StateStore store) {
        this.states = states;
        this.store = store;
    }

    /** One JSON-RPC request. */
    @POST
    public Response call(String body, @Context ContainerRequestContext request) {
        JsonObject message = parsed(body);
        return switch (message.getString("method")) {
            case "initialize" ->
                Response.ok("initialized")
                        .header("Mcp-Session-Id", UUID.randomUUID().toString())
                        .build();
            case "tools/call" ->
                Response.ok(tool(message.getJsonObject("params"), origin(request)))
                        .build();
            default -> Response.ok("pong").build();
        };
    }

    /** The end of a session. */
    @DELETE
    public Response end() {
        return Response.noContent().build();
    }

    private String tool(JsonObject params, Origin origin) {
        String argument = params.getJsonObject("arguments").getString("text");
        return switch (params.getString("name")) {
            case "seal" -> states.seal(origin, argument);
            case "open" -> states.open(origin, argument).orElse("refused");
            case "keep" -> "kept " + store.putIfAbsent(once(argument), StateEntry.of("value"), TTL);
            case "take" -> store.take(once(argument)).map(StateEntry::value).orElse("gone");
            default -> throw new IllegalArgumentException("no such tool");
        };
    }

    private static StateKey once(String id) {
        return new StateKey("test.once", id);
    }

    private static Origin origin(ContainerRequestContext request) {
        VerifiedToken token =
                (VerifiedToken) Objects.requireNonNull(request.getProperty(McpOAuthFeature.TOKEN_PROPERTY));
        return new Origin(token.principal(), "tools/call", "ask", JsonObject.EMPTY_JSON_OBJECT);
    }

    private static JsonObject parsed(String body) {
        try (JsonReader reader = Json.createReader(new StringReader(body))) {
            return reader.readObject();
        }
    }
}
