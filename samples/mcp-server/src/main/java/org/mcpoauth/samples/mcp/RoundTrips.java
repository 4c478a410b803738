package org.mcpoauth.samples.mcp;

import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.api.token.RequestStateCodec;
import org.mcpoauth.api.token.RequestStateCodec.Origin;
import org.mcpoauth.samples.mcp.json.JsonText;
import org.mcpoauth.samples.mcp.tool.RoundTrip;
import org.mcpoauth.samples.mcp.tool.ToolAnswer.Question;

/**
 * Questions to the user and the way back (MCP 2026-07-28, "Multi Round-Trip Requests"). The server keeps
 * nothing: the state travels with the client, sealed for this caller and this request.
 */
final class RoundTrips {
    static final String RESULT_TYPE = "resultType";
    private static final String REQUEST_STATE = "requestState";
    private static final String INPUT_RESPONSES = "inputResponses";
    private static final String ELICITATION = "elicitation";
    private static final String FORM = "form";

    private final RequestStateCodec codec;

    RoundTrips(RequestStateCodec codec) {
        this.codec = codec;
    }

    /** Reads what a retry carries; a state that is not ours ends the request, whichever tool is called. */
    RoundTrip read(RpcMessage message, Origin origin) {
        if (!(message.params().getOrDefault(INPUT_RESPONSES, JsonValue.EMPTY_JSON_OBJECT)
                instanceof JsonObject responses)) {
            throw RpcFailure.invalidParams(INPUT_RESPONSES + " must be an object");
        }
        return new RoundTrip(state(message, origin), responses);
    }

    private @Nullable String state(RpcMessage message, Origin origin) {
        JsonValue state = message.params().get(REQUEST_STATE);
        if (state == null) {
            return null;
        }
        if (state instanceof JsonString text) {
            return codec.open(origin, text.getString()).orElseThrow(RpcFailure::invalidRequestState);
        }
        throw RpcFailure.invalidRequestState();
    }

    /** The {@code input_required} result. */
    JsonObject ask(Question question, Origin origin, RpcMessage message) {
        if (!canShowForms(RequestMetadata.clientCapabilities(message))) {
            throw RpcFailure.missingClientCapability(JsonText.object()
                    .add(ELICITATION, JsonText.object().add(FORM, JsonValue.EMPTY_JSON_OBJECT))
                    .build());
        }
        JsonObject request = JsonText.object()
                .add("method", "elicitation/create")
                .add(
                        "params",
                        JsonText.object()
                                .add("mode", FORM)
                                .add("message", question.message())
                                .add("requestedSchema", question.requestedSchema()))
                .build();
        return JsonText.object()
                .add(RESULT_TYPE, "input_required")
                .add("inputRequests", JsonText.object().add(question.key(), request))
                .add(REQUEST_STATE, codec.seal(origin, question.state()))
                .build();
    }

    /** An empty {@code elicitation} stands for forms (MCP 2026-07-28, Elicitation, "Capabilities"). */
    private static boolean canShowForms(JsonObject clientCapabilities) {
        return clientCapabilities.get(ELICITATION) instanceof JsonObject elicitation
                && (elicitation.isEmpty() || elicitation.get(FORM) instanceof JsonObject);
    }
}
