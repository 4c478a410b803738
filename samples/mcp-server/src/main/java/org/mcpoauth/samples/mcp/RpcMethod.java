package org.mcpoauth.samples.mcp;

import jakarta.json.JsonObject;

/** One JSON-RPC method. */
interface RpcMethod {

    String name();

    /** Answers the {@code result}, or throws {@link RpcFailure}. */
    JsonObject call(RpcCall call);
}
