package org.mcpoauth.server.resource;

import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.api.error.McpOAuthException;
import org.mcpoauth.server.message.AnswerRewriter;
import org.mcpoauth.server.message.AnswerStream;
import org.mcpoauth.server.message.RpcBody;
import org.mcpoauth.server.message.RpcError;
import org.mcpoauth.server.message.RpcMessage;
import org.mcpoauth.server.message.RpcReader;
import org.mcpoauth.spi.resource.AnswerBody;
import org.mcpoauth.spi.resource.AnswerOutput;
import org.mcpoauth.spi.support.codec.MalformedException;
import org.mcpoauth.spi.support.json.StrictJson;

/**
 * The answer to a permitted request: states are sealed, tasks bound, and streams end with the token. An
 * answer that cannot be protected is replaced by an error.
 */
final class GuardedAnswer implements AnswerBody, AnswerRewriter {
    private static final System.Logger LOG = System.getLogger("org.mcpoauth.server.resource");
    private static final List<byte[]> MARKS = List.of(mark("input_required"), mark("taskId"));

    private final JudgedRequest request;
    private final Rules rules;

    GuardedAnswer(JudgedRequest request, Rules rules) {
        this.request = request;
        this.rules = rules;
    }

    /** What answers are changed by. */
    record Rules(StrictJson json, RpcReader reader, RoundTripStates states, TaskRules tasks, TokenLife life) {}

    @Override
    public AnswerOutput over(OutputStream target, Supplier<@Nullable String> contentType) {
        BooleanSupplier isOver = () -> request.token() != null && rules.life().isOver(request.token());
        return new AnswerStream(target, contentType, this, isOver);
    }

    /** A stream without request may carry the answer to an earlier one, which only tasks can belong to. */
    @Override
    public boolean isNeeded() {
        boolean carriesStates = request.body().messages().stream().anyMatch(rules.states()::concern);
        return carriesStates || rules.tasks().isActive();
    }

    @Override
    public byte @Nullable [] rewritten(byte[] text) {
        if (MARKS.stream().noneMatch(mark -> contains(text, mark))) {
            return null;
        }
        try {
            RpcBody body = rules.reader().read(text);
            RpcBody changed = new RpcBody(
                    body.messages().stream().map(this::protectedAnswer).toList(), body.isBatch());
            return changed.equals(body) ? null : rules.reader().write(changed);
        } catch (MalformedException noMessage) {
            return null;
        }
    }

    private RpcMessage protectedAnswer(RpcMessage answer) {
        if (!(answer.json().get("result") instanceof JsonObject result)) {
            return answer;
        }
        try {
            RpcMessage asked = asked(answer.id());
            JsonObject sealed = asked != null && rules.states().concern(asked)
                    ? rules.states().seal(result, asked, request)
                    : result;
            return isOwn(asked, result) ? with(answer, sealed) : failed(answer, "a task could not be bound");
        } catch (McpOAuthException | IllegalArgumentException e) {
            return failed(answer, e.getMessage());
        }
    }

    private boolean isOwn(@Nullable RpcMessage asked, JsonObject result) {
        boolean isOfTasks = asked != null && String.valueOf(asked.method()).startsWith("tasks/");
        return isOfTasks || rules.tasks().bind(result, request.token());
    }

    private RpcMessage with(RpcMessage answer, JsonObject result) {
        return new RpcMessage(
                rules.json().object(answer.json()).add("result", result).build());
    }

    private RpcMessage failed(RpcMessage answer, @Nullable String why) {
        LOG.log(System.Logger.Level.ERROR, () -> "MCPO4113 answer withheld: " + why);
        return new RpcMessage(RpcError.INTERNAL.toJson(rules.json(), answer.id()));
    }

    private @Nullable RpcMessage asked(JsonValue id) {
        return request.body().messages().stream()
                .filter(message -> message.id().equals(id))
                .findFirst()
                .orElse(null);
    }

    private static byte[] mark(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static boolean contains(byte[] text, byte[] mark) {
        for (int i = 0; i <= text.length - mark.length; i++) {
            if (text[i] == mark[0] && Arrays.equals(text, i, i + mark.length, mark, 0, mark.length)) {
                return true;
            }
        }
        return false;
    }
}
