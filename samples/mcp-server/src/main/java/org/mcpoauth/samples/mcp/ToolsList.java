package org.mcpoauth.samples.mcp;

import jakarta.json.JsonObject;
import org.mcpoauth.samples.mcp.json.JsonText;

/** {@code tools/list}: all tools in one page. */
final class ToolsList implements RpcMethod {
    private final Toolbox tools;

    ToolsList(Toolbox tools) {
        this.tools = tools;
    }

    @Override
    public String name() {
        return "tools/list";
    }

    @Override
    public JsonObject call(RpcCall call) {
        if (call.params().containsKey("cursor")) {
            throw RpcFailure.invalidParams("Unknown cursor");
        }
        return JsonText.object().add("tools", tools.describe()).build();
    }
}
