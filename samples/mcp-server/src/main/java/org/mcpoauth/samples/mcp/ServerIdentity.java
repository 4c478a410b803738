package org.mcpoauth.samples.mcp;

import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import org.mcpoauth.samples.mcp.json.JsonText;

/** What the server tells about itself in both eras. */
final class ServerIdentity {
    private ServerIdentity() {}

    static JsonObject serverInfo() {
        return JsonText.object()
                .add("name", "mcp-oauth-sample-mcp-server")
                .add("title", "MCP OAuth sample server")
                .add("version", "0.1.0")
                .build();
    }

    /** Tools, whose list never changes. */
    static JsonObject capabilities() {
        return JsonText.object().add("tools", JsonValue.EMPTY_JSON_OBJECT).build();
    }
}
