package org.mcpoauth.samples.mcp;

import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import org.mcpoauth.api.token.TokenPrincipal;
import org.mcpoauth.samples.mcp.json.JsonText;

/**
 * Answers in revision 2026-07-28: each request tells all that is needed to answer it, and a session
 * identifier means nothing.
 */
final class StatelessDispatcher implements Dispatcher {
    private final RpcMethods methods;

    StatelessDispatcher(RpcMethods methods) {
        this.methods = methods;
    }

    @Override
    public Reply dispatch(RequestHeaders headers, RpcMessage message, TokenPrincipal caller) {
        if (message.isNotification()) {
            return Reply.ACCEPTED;
        }
        ProtocolVersion version = RequestMetadata.check(headers, message);
        RpcMethod method = methods.find(message.method()).orElseThrow(() -> RpcFailure.methodNotFound(404));
        return Reply.result(message, complete(method.call(new RpcCall(version, caller, message))));
    }

    /** Adds what every result of this revision has: its type, and who answers. */
    private static JsonObject complete(JsonObject result) {
        JsonObjectBuilder complete = JsonText.object(result)
                .add("_meta", JsonText.object().add(RequestMetadata.SERVER_INFO, ServerIdentity.serverInfo()));
        if (!result.containsKey(RoundTrips.RESULT_TYPE)) {
            complete.add(RoundTrips.RESULT_TYPE, "complete");
        }
        return complete.build();
    }
}
