package org.mcpoauth.server.resource;

import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.io.Closeable;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
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
 * The answer to a permitted request: states are sealed, tasks bound and listed to their owners, and streams
 * end with the token. An answer that cannot be protected is replaced by an error.
 */
final class GuardedAnswer implements AnswerBody, AnswerRewriter {
    private static final System.Logger LOG = System.getLogger("org.mcpoauth.server.resource");
    private static final byte[] INPUT = mark("input_required");
    private static final byte[] STATE = mark("requestState");
    private static final byte[] TASK = mark("taskId");

    private final JudgedRequest request;
    private final Rules rules;

    GuardedAnswer(JudgedRequest request, Rules rules) {
        this.request = request;
        this.rules = rules;
    }

    /** What answers are changed by. */
    record Rules(StrictJson json, RpcReader reader, RoundTripStates states, TaskRules tasks, TokenLife life) {}

    @Override
    public AnswerOutput over(OutputStream target, Supplier<@Nullable String> contentType, @Nullable Closeable end) {
        return new AnswerStream(target, contentType, this, rules.life().of(request.token()), end);
    }

    /** A stream without request may carry the answer to an earlier one, which may give out a task or, wrongly, a state. */
    @Override
    public boolean isNeeded() {
        return rules.states().isActive() || rules.tasks().isActive();
    }

    @Override
    public byte @Nullable [] rewritten(byte[] text) {
        if (isText(text) && !contains(text, INPUT) && !contains(text, TASK)) {
            return null;
        }
        try {
            RpcBody body = rules.reader().read(text);
            RpcBody changed = new RpcBody(
                    body.messages().stream().map(this::protectedAnswer).toList(), body.isBatch());
            return changed.equals(body) ? null : rules.reader().write(changed);
        } catch (MalformedException noMessage) {
            return mayHide(text) ? withheld() : null;
        }
    }

    /** What cannot be read may hold what must not go out: a state, or the tasks of others. */
    private boolean mayHide(byte[] text) {
        boolean isText = isText(text);
        boolean hasState = isText
                ? contains(text, STATE)
                : request.body().messages().stream().anyMatch(rules.states()::concern);
        boolean hasTask = !isText || contains(text, TASK);
        return (rules.states().isActive() && hasState) || (rules.tasks().isListing(request) && hasTask);
    }

    private byte[] withheld() {
        List<RpcMessage> requests = request.body().requests();
        JsonValue id = requests.size() == 1 ? requests.get(0).id() : JsonValue.NULL;
        return rules.reader().write(new RpcBody(List.of(failed(id, "it cannot be read")), false));
    }

    private RpcMessage protectedAnswer(RpcMessage answer) {
        if (!(answer.json().get("result") instanceof JsonObject result)) {
            return answer;
        }
        try {
            JsonObject changed = rules.tasks().ownOnly(sealed(answer.id(), result), request.token());
            return isOwn(asked(answer.id()), result)
                    ? with(answer, changed)
                    : failed(answer.id(), "a task could not be bound");
        } catch (McpOAuthException | IllegalArgumentException e) {
            return failed(answer.id(), e.getMessage());
        }
    }

    private JsonObject sealed(JsonValue id, JsonObject result) {
        return rules.states().isIn(result) ? rules.states().seal(result, carrier(id), request) : result;
    }

    /** The request that a state answers. Where the identifier does not tell, the only one that may be answered so. */
    private RpcMessage carrier(JsonValue id) {
        List<RpcMessage> carriers = request.body().messages().stream()
                .filter(rules.states()::concern)
                .toList();
        return only(carriers.stream().filter(message -> message.hasId(id)).toList())
                .or(() -> only(carriers))
                .orElseThrow(() -> new IllegalArgumentException("a state belongs to no request"));
    }

    private static Optional<RpcMessage> only(List<RpcMessage> messages) {
        return messages.size() == 1 ? Optional.of(messages.get(0)) : Optional.empty();
    }

    private boolean isOwn(@Nullable RpcMessage asked, JsonObject result) {
        boolean isOfTasks = asked != null && String.valueOf(asked.method()).startsWith("tasks/");
        return isOfTasks || rules.tasks().bind(result, request.token());
    }

    private RpcMessage with(RpcMessage answer, JsonObject result) {
        return new RpcMessage(
                rules.json().object(answer.json()).add("result", result).build());
    }

    private RpcMessage failed(JsonValue id, @Nullable String why) {
        LOG.log(System.Logger.Level.ERROR, () -> "MCPO4113 answer withheld: " + why);
        return new RpcMessage(RpcError.INTERNAL.toJson(rules.json(), id));
    }

    private @Nullable RpcMessage asked(JsonValue id) {
        List<RpcMessage> requests = request.body().requests();
        return only(requests.stream().filter(message -> message.hasId(id)).toList())
                .or(() -> only(requests))
                .orElse(null);
    }

    /** RFC 8259, section 7: JSON has no other control characters, compressed and UTF-16 text has. */
    private static boolean isText(byte[] text) {
        for (byte octet : text) {
            if (octet >= 0 && octet < ' ' && octet != '\n' && octet != '\r' && octet != '\t') {
                return false;
            }
        }
        return true;
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
