package org.mcpoauth.samples.mcp;

import jakarta.json.JsonObject;
import org.mcpoauth.samples.mcp.json.JsonText;

/** {@code initialize}: the two sides agree on a revision (MCP 2025-11-25, Lifecycle, "Version Negotiation"). */
final class Initialize {
    static final String NAME = "initialize";

    private Initialize() {}

    /** The revision that the client asks for if this server speaks it with sessions, else the latest one. */
    static ProtocolVersion negotiate(RpcMessage message) {
        String requested = message.stringParam("protocolVersion")
                .orElseThrow(() -> RpcFailure.invalidParams("protocolVersion must be a string"));
        return ProtocolVersion.of(requested)
                .filter(version -> !version.isStateless())
                .orElse(ProtocolVersion.LATEST_WITH_SESSIONS);
    }

    static JsonObject result(ProtocolVersion version) {
        return JsonText.object()
                .add("protocolVersion", version.text())
                .add("capabilities", ServerIdentity.capabilities())
                .add("serverInfo", ServerIdentity.serverInfo())
                .build();
    }
}
