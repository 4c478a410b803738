package org.mcpoauth.samples.mcp;

import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.api.token.RequestStateCodec.Origin;
import org.mcpoauth.samples.mcp.json.JsonText;
import org.mcpoauth.samples.mcp.tool.RoundTrip;
import org.mcpoauth.samples.mcp.tool.Tool;
import org.mcpoauth.samples.mcp.tool.ToolAnswer;
import org.mcpoauth.samples.mcp.tool.ToolCall;

/** {@code tools/call}: finds the tool, checks the arguments, and puts the answer into the form of the revision. */
final class ToolsCall implements RpcMethod {
    private final Toolbox tools;
    private final RoundTrips roundTrips;

    ToolsCall(Toolbox tools, RoundTrips roundTrips) {
        this.tools = tools;
        this.roundTrips = roundTrips;
    }

    @Override
    public String name() {
        return "tools/call";
    }

    @Override
    public JsonObject call(RpcCall call) {
        Tool tool = call.message()
                .stringParam("name")
                .flatMap(tools::find)
                .orElseThrow(() -> RpcFailure.invalidParams("Unknown tool"));
        JsonObject arguments = arguments(call.params());
        Origin origin = new Origin(call.caller(), name(), tool.name(), arguments);
        RoundTrip roundTrip = roundTrip(call, origin);
        Optional<String> problem = tool.parameters().problemIn(arguments);
        if (problem.isPresent()) {
            return badArguments(call.version(), problem.get());
        }
        ToolAnswer answer = tool.call(new ToolCall(call.caller(), arguments, roundTrip));
        return answer instanceof ToolAnswer.Question question
                ? roundTrips.ask(question, origin, call.message())
                : content((ToolAnswer.Text) answer);
    }

    private @Nullable RoundTrip roundTrip(RpcCall call, Origin origin) {
        return call.version().isStateless() ? roundTrips.read(call.message(), origin) : null;
    }

    private static JsonObject arguments(JsonObject params) {
        if (params.getOrDefault("arguments", JsonValue.EMPTY_JSON_OBJECT) instanceof JsonObject arguments) {
            return arguments;
        }
        throw RpcFailure.invalidParams("arguments must be an object");
    }

    private static JsonObject badArguments(ProtocolVersion version, String problem) {
        if (version.reportsBadArgumentsToTheModel()) {
            return content(new ToolAnswer.Text(problem, true));
        }
        throw RpcFailure.invalidParams(problem);
    }

    private static JsonObject content(ToolAnswer.Text answer) {
        return JsonText.object()
                .add(
                        "content",
                        JsonText.array()
                                .add(JsonText.object().add("type", "text").add("text", answer.text())))
                .add("isError", answer.isError())
                .build();
    }
}
