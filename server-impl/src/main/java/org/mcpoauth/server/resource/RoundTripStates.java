package org.mcpoauth.server.resource;

import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.api.token.RequestStateCodec;
import org.mcpoauth.api.token.RequestStateCodec.Origin;
import org.mcpoauth.api.token.VerifiedToken;
import org.mcpoauth.server.message.RpcBody;
import org.mcpoauth.server.message.RpcMessage;
import org.mcpoauth.spi.support.json.StrictJson;

/**
 * Seals {@code requestState} in answers and opens it in requests, so that the application sees its own
 * text only (MCP 2026-07-28, "Multi Round-Trip Requests"). Whatever version a request names: an
 * application may tell the revisions apart in another way.
 */
final class RoundTripStates {
    private static final String STATE = "requestState";
    private static final Set<String> CARRIERS = Set.of("tools/call", "prompts/get", "resources/read");

    private final StrictJson json;
    private final RequestStateCodec codec;
    private final boolean isActive;

    RoundTripStates(StrictJson json, RequestStateCodec codec, boolean isActive) {
        this.json = json;
        this.codec = codec;
        this.isActive = isActive;
    }

    boolean isActive() {
        return isActive;
    }

    boolean concern(RpcMessage message) {
        return isActive && message.method() != null && CARRIERS.contains(message.method());
    }

    /** The first message whose state is not accepted, or the messages with their states opened, if they have any. */
    record Opened(@Nullable RpcMessage refused, @Nullable RpcBody changed) {
        static final Opened NONE = new Opened(null, null);
    }

    Opened open(JudgedRequest request) {
        List<RpcMessage> received = request.body().messages();
        List<RpcMessage> messages = null;
        for (int i = 0; i < received.size(); i++) {
            RpcMessage message = received.get(i);
            JsonValue state = state(message);
            if (state == JsonValue.NULL) {
                continue;
            }
            RpcMessage opened = opened(message, state, request);
            if (opened == null) {
                return new Opened(message, null);
            }
            messages = messages == null ? new ArrayList<>(received) : messages;
            messages.set(i, opened);
        }
        return messages == null
                ? Opened.NONE
                : new Opened(null, new RpcBody(messages, request.body().isBatch()));
    }

    /** Whether a result carries a state that must be sealed. */
    boolean isIn(JsonObject result) {
        boolean asks = result.get("resultType") instanceof JsonString type && "input_required".equals(type.getString());
        return isActive && asks && !JsonValue.NULL.equals(result.getOrDefault(STATE, JsonValue.NULL));
    }

    /**
     * A result with its state sealed.
     *
     * @throws IllegalArgumentException if the state is no text
     */
    JsonObject seal(JsonObject result, RpcMessage message, JudgedRequest request) {
        if (!(result.get(STATE) instanceof JsonString state)) {
            throw new IllegalArgumentException("a state is no text");
        }
        return json.object(result)
                .add(STATE, codecFor(request).seal(origin(message, request), state.getString()))
                .build();
    }

    /** What a message brings back, JSON {@code null} for nothing. */
    private JsonValue state(RpcMessage message) {
        return concern(message) ? message.params().getOrDefault(STATE, JsonValue.NULL) : JsonValue.NULL;
    }

    private @Nullable RpcMessage opened(RpcMessage message, JsonValue state, JudgedRequest request) {
        return state instanceof JsonString text
                ? codecFor(request)
                        .open(origin(message, request), text.getString())
                        .map(plain -> with(message, plain))
                        .orElse(null)
                : null;
    }

    private RpcMessage with(RpcMessage message, String plain) {
        JsonObject params = json.object(message.params()).add(STATE, plain).build();
        return new RpcMessage(json.object(message.json()).add("params", params).build());
    }

    private RequestStateCodec codecFor(JudgedRequest request) {
        VerifiedToken token = request.token();
        return codec.forKey(token == null ? null : token.confirmation());
    }

    private static Origin origin(RpcMessage message, JudgedRequest request) {
        JsonObject arguments =
                message.params().get("arguments") instanceof JsonObject object ? object : JsonValue.EMPTY_JSON_OBJECT;
        return new Origin(
                request.principal(),
                String.valueOf(message.method()),
                Optional.ofNullable(message.target()).orElse(""),
                arguments);
    }
}
