package org.mcpoauth.tck.counterpart;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * What a server answers, well or badly. Immutable.
 *
 * @param status the HTTP status
 * @param headers the headers beside {@code Content-Length} and {@code Connection}
 * @param body the body
 * @param delivery how it gets to the client
 */
public record Reply(int status, Map<String, String> headers, String body, Delivery delivery) {

    /** How a reply gets to the client. */
    public enum Delivery {
        /** As it should. */
        WHOLE,
        /** The connection ends before the first byte. */
        DROPPED_AT_ONCE,
        /** The connection ends within the headers. */
        DROPPED_IN_HEADERS,
        /** The connection ends within the body. */
        DROPPED_IN_BODY,
        /** One byte in each second. */
        SLOW,
        /** The body is repeated without end. */
        ENDLESS
    }

    /** Copies the headers. */
    public Reply {
        Objects.requireNonNull(body, "body");
        Objects.requireNonNull(delivery, "delivery");
        headers = Map.copyOf(headers);
    }

    /**
     * An answer without a body.
     *
     * @param status the HTTP status
     * @return the answer
     */
    public static Reply of(int status) {
        return new Reply(status, Map.of(), "", Delivery.WHOLE);
    }

    /**
     * A JSON document.
     *
     * @param status the HTTP status
     * @param body the text of the document, which need not be one
     * @return the answer
     */
    public static Reply json(int status, String body) {
        return new Reply(
                status, Map.of("Content-Type", "application/json", "Cache-Control", "no-store"), body, Delivery.WHOLE);
    }

    /**
     * An OAuth error (RFC 6749, section 5.2).
     *
     * @param status the HTTP status
     * @param error the error code
     * @return the answer
     */
    public static Reply error(int status, String error) {
        return json(status, "{\"error\":\"" + error + "\"}");
    }

    /**
     * A redirect.
     *
     * @param status the HTTP status
     * @param location where to
     * @return the answer
     */
    public static Reply redirect(int status, String location) {
        return of(status).with("Location", location);
    }

    /**
     * The same with one header more.
     *
     * @param name the name
     * @param value the value
     * @return a new answer
     */
    public Reply with(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(name, value);
        return new Reply(status, more, body, delivery);
    }

    /**
     * The same, delivered in another way.
     *
     * @param value how it gets to the client
     * @return a new answer
     */
    public Reply delivered(Delivery value) {
        return new Reply(status, headers, body, value);
    }
}
