package org.mcpoauth.interop.server;

import io.modelcontextprotocol.common.McpTransportContext;
import io.modelcontextprotocol.server.McpServerFeatures.SyncToolSpecification;
import io.modelcontextprotocol.spec.McpSchema.CallToolResult;
import io.modelcontextprotocol.spec.McpSchema.Tool;
import jakarta.json.Json;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiFunction;
import org.mcpoauth.api.token.TokenPrincipal;

/** The tools of the quickstart, with the names and the answers that the scripts expect. */
final class Tools {
    private static final String CALLER = "caller";
    private static final String TEXT = "text";

    private final Notes notes = new Notes();

    /** What the SDK takes along from a request, since its handlers run on threads of their own. */
    static McpTransportContext context(HttpServletRequest request) {
        TokenPrincipal caller = TokenPrincipal.of(request.getUserPrincipal())
                .orElseThrow(() -> new IllegalStateException("there is no guard in front of this servlet"));
        return McpTransportContext.create(Map.of(CALLER, caller));
    }

    List<SyncToolSpecification> all() {
        return List.of(
                tool("whoami", List.of(), (caller, text) -> describe(caller)),
                tool(
                        "notes_count",
                        List.of(),
                        (caller, text) -> Integer.toString(notes.of(caller).size())),
                tool("notes_list", List.of(), (caller, text) -> String.join("\n", notes.of(caller))),
                tool("notes_add", List.of(TEXT), this::add),
                tool("ask_name", List.of(TEXT), (caller, text) -> text));
    }

    private String add(TokenPrincipal caller, String text) {
        notes.add(caller, text);
        return "added";
    }

    private static String describe(TokenPrincipal caller) {
        return Json.createObjectBuilder()
                .add("sub", String.valueOf(caller.subject()))
                .add("clientId", String.valueOf(caller.clientId()))
                .add("iss", Objects.requireNonNull(caller.issuer()).value())
                .build()
                .toString();
    }

    private static SyncToolSpecification tool(
            String name, List<String> arguments, BiFunction<TokenPrincipal, String, String> answer) {
        Map<String, Object> properties = arguments.isEmpty() ? Map.of() : Map.of(TEXT, Map.of("type", "string"));
        Map<String, Object> schema = Map.of("type", "object", "properties", properties, "required", arguments);
        return SyncToolSpecification.builder()
                .tool(Tool.builder(name, schema).build())
                .callHandler((exchange, request) -> {
                    TokenPrincipal caller =
                            (TokenPrincipal) exchange.transportContext().get(CALLER);
                    Object text = request.arguments().getOrDefault(TEXT, "");
                    return CallToolResult.builder()
                            .addTextContent(answer.apply(caller, text.toString()))
                            .build();
                })
                .build();
    }
}
