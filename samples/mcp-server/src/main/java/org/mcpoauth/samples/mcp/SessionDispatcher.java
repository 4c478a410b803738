package org.mcpoauth.samples.mcp;

import java.util.Optional;
import org.mcpoauth.api.token.TokenPrincipal;

/** Answers in revisions 2025-11-25 and earlier: {@code initialize} begins a session, the rest needs one. */
final class SessionDispatcher implements Dispatcher {
    private final SessionRegistry sessions;
    private final RpcMethods methods;

    SessionDispatcher(SessionRegistry sessions, RpcMethods methods) {
        this.sessions = sessions;
        this.methods = methods;
    }

    @Override
    public Reply dispatch(RequestHeaders headers, RpcMessage message, TokenPrincipal caller) {
        if (message.method().equals(Initialize.NAME)) {
            return begin(message);
        }
        return version(headers)
                .map(version -> answer(new RpcCall(version, caller, message)))
                .orElseGet(Reply::sessionNotFound);
    }

    /** Ends a session at the request of the client. */
    Reply end(RequestHeaders headers) {
        return sessions.end(sessionId(headers)) ? Reply.NO_CONTENT : Reply.sessionNotFound();
    }

    private Reply begin(RpcMessage message) {
        if (message.isNotification()) {
            throw RpcFailure.invalidRequest("initialize needs an id");
        }
        ProtocolVersion version = Initialize.negotiate(message);
        String id = sessions.begin(version).orElseThrow(RpcFailure::tooManySessions);
        return Reply.result(message, Initialize.result(version)).withSession(id);
    }

    /** The revision of the session, empty if there is no such session. */
    Optional<ProtocolVersion> version(RequestHeaders headers) {
        return sessions.use(sessionId(headers));
    }

    Reply answer(RpcCall call) {
        if (call.message().isNotification()) {
            return Reply.ACCEPTED;
        }
        RpcMethod method = methods.find(call.message().method()).orElseThrow(() -> RpcFailure.methodNotFound(200));
        return Reply.result(call.message(), method.call(call));
    }

    private static String sessionId(RequestHeaders headers) {
        String id = headers.sessionId();
        if (id == null) {
            throw RpcFailure.invalidRequest(RequestHeaders.SESSION_ID + " is missing");
        }
        return id;
    }
}
