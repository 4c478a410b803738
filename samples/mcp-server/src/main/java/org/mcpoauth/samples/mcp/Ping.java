package org.mcpoauth.samples.mcp;

import jakarta.json.JsonObject;
import jakarta.json.JsonValue;

/** {@code ping}: an empty answer tells that somebody is there. */
final class Ping implements RpcMethod {

    @Override
    public String name() {
        return "ping";
    }

    @Override
    public JsonObject call(RpcCall call) {
        return JsonValue.EMPTY_JSON_OBJECT;
    }
}
