package org.mcpoauth.samples.mcp;

import jakarta.json.JsonArray;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonValue;
import java.util.Optional;
import org.mcpoauth.api.token.TokenPrincipal;
import org.mcpoauth.samples.mcp.json.JsonText;

/**
 * Several messages in one request, which revision 2025-03-26 alone has (Base Protocol, "Batching"). The
 * guard has checked the scopes of all of them.
 */
final class BatchDispatcher {
    static final int MAX_MESSAGES = 20;

    private final SessionDispatcher sessions;

    BatchDispatcher(SessionDispatcher sessions) {
        this.sessions = sessions;
    }

    Reply dispatch(RequestHeaders headers, JsonArray batch, TokenPrincipal caller) {
        if (!headers.allowsSession()) {
            throw RpcFailure.invalidRequest("This revision has no batches");
        }
        Optional<ProtocolVersion> version = sessions.version(headers);
        if (version.isEmpty()) {
            return Reply.sessionNotFound();
        }
        if (version.get() != ProtocolVersion.V2025_03_26 || batch.isEmpty() || batch.size() > MAX_MESSAGES) {
            throw RpcFailure.invalidRequest("A batch has 1 to " + MAX_MESSAGES + " messages, in 2025-03-26 only");
        }
        return answer(batch, caller);
    }

    private Reply answer(JsonArray batch, TokenPrincipal caller) {
        JsonArrayBuilder responses = JsonText.array();
        for (JsonValue message : batch) {
            Reply reply = answer(message, caller);
            if (reply.body() != null) {
                responses.add(reply.body());
            }
        }
        JsonArray all = responses.build();
        return all.isEmpty() ? Reply.ACCEPTED : new Reply(200, all, null);
    }

    private Reply answer(JsonValue value, TokenPrincipal caller) {
        RpcMessage message = null;
        try {
            message = RpcMessage.from(value);
            return sessions.answer(new RpcCall(ProtocolVersion.V2025_03_26, caller, message));
        } catch (RpcFailure failure) {
            return Reply.failure(failure, message);
        }
    }
}
