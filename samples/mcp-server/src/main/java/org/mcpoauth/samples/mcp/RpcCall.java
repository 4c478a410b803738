package org.mcpoauth.samples.mcp;

import jakarta.json.JsonObject;
import org.mcpoauth.api.token.TokenPrincipal;

/**
 * A JSON-RPC request on its way to its method.
 *
 * @param version the revision it is to be answered in
 * @param caller who sent it
 * @param message the request
 */
record RpcCall(ProtocolVersion version, TokenPrincipal caller, RpcMessage message) {

    JsonObject params() {
        return message.params();
    }
}
