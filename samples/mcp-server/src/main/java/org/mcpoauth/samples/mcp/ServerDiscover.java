package org.mcpoauth.samples.mcp;

import jakarta.json.JsonObject;
import org.mcpoauth.samples.mcp.json.JsonText;

/** {@code server/discover}: which revisions and capabilities there are (MCP 2026-07-28). */
final class ServerDiscover implements RpcMethod {

    @Override
    public String name() {
        return "server/discover";
    }

    @Override
    public JsonObject call(RpcCall call) {
        return JsonText.object()
                .add("supportedVersions", ProtocolVersion.all())
                .add("capabilities", ServerIdentity.capabilities())
                .build();
    }
}
