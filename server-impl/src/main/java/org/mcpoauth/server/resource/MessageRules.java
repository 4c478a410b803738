package org.mcpoauth.server.resource;

import jakarta.json.JsonValue;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.api.error.ErrorCode;
import org.mcpoauth.api.error.RejectionReason;
import org.mcpoauth.server.message.MirroredHeaders;
import org.mcpoauth.server.message.ProtocolEra;
import org.mcpoauth.server.message.RpcBody;
import org.mcpoauth.server.message.RpcError;
import org.mcpoauth.server.message.RpcMessage;
import org.mcpoauth.server.message.RpcReader;
import org.mcpoauth.spi.endpoint.EndpointResponse;
import org.mcpoauth.spi.resource.GuardedRequest;
import org.mcpoauth.spi.support.codec.MalformedException;
import org.mcpoauth.spi.support.codec.MalformedException.Fault;

/**
 * The body of a request, whatever its HTTP method: what can run is what the body says, and a filter
 * behind this one may take one method for another. From revision 2026-07-28 the headers must say the
 * same. A batch is bounded, since every message of it may cost several look-ups, and answers must not be
 * taken for those of another request.
 */
final class MessageRules {
    private static final System.Logger LOG = System.getLogger("org.mcpoauth.server.resource");

    /** In a batch. */
    static final int MAX_MESSAGES = 64;

    private final RpcReader reader;
    private final Responses responses;
    private final int maxBodyBytes;

    MessageRules(RpcReader reader, Responses responses, int maxBodyBytes) {
        this.reader = reader;
        this.responses = responses;
        this.maxBodyBytes = maxBodyBytes;
    }

    /** The messages, none if the body is refused. */
    record Outcome(RpcBody body, @Nullable Refusal refusal) {}

    Outcome read(GuardedRequest request) {
        byte[] bytes = request.body().read(maxBodyBytes);
        if (bytes == null) {
            return refused(
                    RejectionReason.REQUEST_TOO_LARGE,
                    responses.oauthError(413, ErrorCode.INVALID_REQUEST, "request body too large", List.of()));
        }
        try {
            RpcBody body = reader.read(bytes, request.headers());
            if (body.repeatsIdentifier() || hasTooManyTargets(body)) {
                return malformed(JsonValue.NULL, RpcError.INVALID_REQUEST);
            }
            return ProtocolEra.isStateless(request.headers()) ? compared(request, body) : new Outcome(body, null);
        } catch (MalformedException e) {
            LOG.log(System.Logger.Level.DEBUG, () -> "MCPO4106 body refused: " + e.getMessage());
            return malformed(JsonValue.NULL, e.fault() == Fault.TOO_MANY ? RpcError.INVALID_REQUEST : RpcError.PARSE);
        }
    }

    /** Of a message alone this is told by the error of its request. */
    private static boolean hasTooManyTargets(RpcBody body) {
        return body.isBatch() && body.operations().size() > RpcMessage.MAX_TARGETS;
    }

    private Outcome compared(GuardedRequest request, RpcBody body) {
        if (body.isBatch()) {
            return malformed(JsonValue.NULL, RpcError.INVALID_REQUEST);
        }
        for (RpcMessage message : body.messages()) {
            if (!MirroredHeaders.agree(request.headers(), message)) {
                return malformed(message.id(), RpcError.HEADERS);
            }
        }
        return new Outcome(body, null);
    }

    private Outcome malformed(JsonValue id, RpcError error) {
        return refused(RejectionReason.MESSAGE, responses.jsonRpcError(400, id, error));
    }

    private static Outcome refused(RejectionReason reason, EndpointResponse response) {
        return new Outcome(RpcBody.EMPTY, new Refusal(reason, response));
    }
}
