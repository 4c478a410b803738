package org.mcpoauth.server.message;

import jakarta.json.JsonObject;
import jakarta.json.JsonStructure;
import jakarta.json.JsonValue;
import java.net.http.HttpHeaders;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.mcpoauth.spi.support.codec.MalformedException;
import org.mcpoauth.spi.support.codec.MalformedException.Fault;
import org.mcpoauth.spi.support.json.JsonLimits;
import org.mcpoauth.spi.support.json.StrictJson;

/**
 * Reads JSON-RPC messages from a body, and writes them. The body decides in all revisions what a request
 * asks for; headers that mirror it are worth something only after they were compared with it (MCP
 * 2026-07-28, "Streamable HTTP").
 *
 * <p>What is not strict JSON in UTF-8, or no JSON-RPC message, is refused. Passing it on with lower
 * demands would let a body through that a more tolerant parser of the application understands after all.
 */
public final class RpcReader {
    private static final String CHARSET = "charset=";

    private final StrictJson json;
    private final JsonLimits limits;
    private final int maxMessages;

    /** Reads bodies up to a size, and batches up to a number of messages. */
    public RpcReader(StrictJson json, int maxBodyBytes, int maxMessages) {
        this.json = json;
        this.limits = new JsonLimits(maxBodyBytes, 63, 1 << 18, maxBodyBytes, 256);
        this.maxMessages = maxMessages;
    }

    /**
     * The messages of a body.
     *
     * @throws MalformedException if the body is not one JSON-RPC message or a batch of them;
     *     {@link Fault#TOO_MANY} if it is a batch of too many, of which none has been read
     */
    public RpcBody read(byte[] body) throws MalformedException {
        if (body.length == 0) {
            return RpcBody.EMPTY;
        }
        return isObject(body)
                ? new RpcBody(List.of(message(json.indexObject(body, limits))), false)
                : new RpcBody(batch(body), true);
    }

    private static boolean isObject(byte[] body) {
        int at = 0;
        while (at < body.length && body[at] <= ' ' && body[at] > 0) {
            at++;
        }
        return at < body.length && body[at] == '{';
    }

    private List<RpcMessage> batch(byte[] body) throws MalformedException {
        List<RpcMessage> messages = new ArrayList<>();
        for (JsonValue message : json.indexArray(body, limits, maxMessages)) {
            messages.add(message(message));
        }
        return messages;
    }

    /**
     * The same with the headers, which may tell the application to read the bytes in another way.
     *
     * @throws MalformedException if a charset other than UTF-8 is named too
     */
    public RpcBody read(byte[] body, HttpHeaders headers) throws MalformedException {
        if (body.length == 0) {
            return RpcBody.EMPTY;
        }
        for (String contentType : headers.allValues("Content-Type")) {
            if (!isUtf8(contentType)) {
                throw new MalformedException(Fault.SYNTAX, "the body is not in UTF-8");
            }
        }
        return read(body);
    }

    /** Messages as bytes. */
    public byte[] write(RpcBody body) {
        return json.writeBytes(
                body.isBatch() ? array(body) : body.messages().get(0).json());
    }

    private JsonStructure array(RpcBody body) {
        var batch = json.array();
        body.messages().forEach(message -> batch.add(message.json()));
        return batch.build();
    }

    /** RFC 8259, section 8.1: what is between systems is UTF-8, of which ASCII is a part. */
    private static boolean isUtf8(String contentType) {
        String type = contentType.toLowerCase(Locale.ROOT);
        int start = type.indexOf(CHARSET);
        if (start < 0) {
            return type.indexOf("charset") < 0;
        }
        int end = type.indexOf(';', start);
        String name = type.substring(start + CHARSET.length(), end < 0 ? type.length() : end)
                .strip();
        boolean isOnly = type.indexOf("charset", start + CHARSET.length()) < 0;
        return isOnly && List.of("utf-8", "\"utf-8\"", "utf8", "us-ascii").contains(name);
    }

    private static RpcMessage message(JsonValue value) throws MalformedException {
        if (!(value instanceof JsonObject json)) {
            throw noMessage();
        }
        RpcMessage message = new RpcMessage(json);
        if (!isIdentifier(message.id()) || (message.method() == null && !isAnswer(json))) {
            throw noMessage();
        }
        return message;
    }

    /** JSON-RPC 2.0, section 4: a string, a number or null. Nothing larger is compared or sent back. */
    private static boolean isIdentifier(JsonValue id) {
        return switch (id.getValueType()) {
            case STRING, NUMBER, NULL -> true;
            default -> false;
        };
    }

    private static boolean isAnswer(JsonObject message) {
        return !message.containsKey("method") && (message.containsKey("result") || message.containsKey("error"));
    }

    private static MalformedException noMessage() {
        return new MalformedException(Fault.SYNTAX, "the body is no JSON-RPC message");
    }
}
