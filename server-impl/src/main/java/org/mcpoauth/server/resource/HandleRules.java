package org.mcpoauth.server.resource;

import org.jspecify.annotations.Nullable;
import org.mcpoauth.api.error.RejectionReason;
import org.mcpoauth.server.message.RpcBody;
import org.mcpoauth.server.message.RpcError;
import org.mcpoauth.server.message.RpcMessage;
import org.mcpoauth.spi.resource.AnswerBody;

/**
 * What a client brings back in a message, task or state, and what an answer gives out. Faults are
 * answered with status 200, as JSON-RPC errors of the request.
 */
final class HandleRules {
    private final Responses responses;
    private final GuardedAnswer.Rules rules;

    HandleRules(Responses responses, GuardedAnswer.Rules rules) {
        this.responses = responses;
        this.rules = rules;
    }

    /** The refusal, or the body with opened states, which is {@code null} if it is as it was received. */
    // The bytes are handed over, not compared: a copy or wrapper would only cost.
    @SuppressWarnings("ArrayRecordComponent")
    record Opened(@Nullable Refusal refusal, byte @Nullable [] changedBody) {
        static final Opened AS_RECEIVED = new Opened(null, null);
    }

    @Nullable
    Refusal refusal(JudgedRequest request) {
        RpcMessage foreign = rules.tasks().foreign(request);
        return foreign == null ? unreadable(request) : refusal(request, RejectionReason.TASK, foreign, RpcError.TASK);
    }

    /** A more tolerant application could make a target of it, for which rules were not looked up. */
    private @Nullable Refusal unreadable(JudgedRequest request) {
        for (RpcMessage message : request.body().messages()) {
            if (!message.hasReadableTarget()) {
                return refusal(request, RejectionReason.MESSAGE, message, RpcError.TARGET);
            }
        }
        return null;
    }

    Opened open(JudgedRequest request) {
        RoundTripStates.Opened opened = rules.states().open(request);
        if (opened.refused() != null) {
            return new Opened(
                    refusal(request, RejectionReason.REQUEST_STATE, opened.refused(), RpcError.REQUEST_STATE), null);
        }
        RpcBody changed = opened.changed();
        return changed == null
                ? Opened.AS_RECEIVED
                : new Opened(null, rules.reader().write(changed));
    }

    AnswerBody answer(JudgedRequest request) {
        return new GuardedAnswer(request, rules);
    }

    private Refusal refusal(JudgedRequest request, RejectionReason reason, RpcMessage message, RpcError error) {
        return new Refusal(reason, responses.jsonRpcErrors(request.body(), message, error));
    }
}
