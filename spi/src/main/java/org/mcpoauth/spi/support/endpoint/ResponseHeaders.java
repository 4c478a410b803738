package org.mcpoauth.spi.support.endpoint;

import java.net.http.HttpHeaders;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.mcpoauth.spi.endpoint.EndpointResponse;

/** Collects the header lines of an answer. Not safe for use by several threads. */
public final class ResponseHeaders {
    private static final byte[] EMPTY = {};

    private final Map<String, List<String>> lines = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

    /**
     * Begins with the lines of an answer.
     *
     * @param response the answer
     * @return a new collection
     */
    public static ResponseHeaders of(EndpointResponse response) {
        ResponseHeaders headers = new ResponseHeaders();
        response.headers().map().forEach((name, values) -> headers.lines.put(name, new ArrayList<>(values)));
        return headers;
    }

    /**
     * Answers that must not be kept anywhere (RFC 6749, section 5.1).
     *
     * @return a new collection with {@code Cache-Control} and {@code Pragma}
     */
    public static ResponseHeaders notStored() {
        return new ResponseHeaders().set("Cache-Control", "no-store").set("Pragma", "no-cache");
    }

    /**
     * Sets the only line of a name.
     *
     * @param name the name
     * @param value the value
     * @return this collection
     */
    public ResponseHeaders set(String name, String value) {
        lines.put(name, new ArrayList<>(List.of(value)));
        return this;
    }

    /**
     * Adds a line.
     *
     * @param name the name
     * @param value the value
     * @return this collection
     */
    public ResponseHeaders add(String name, String value) {
        lines.computeIfAbsent(name, key -> new ArrayList<>(1)).add(value);
        return this;
    }

    /**
     * An answer with these lines.
     *
     * @param status the status
     * @param body the body
     * @return the answer
     */
    public EndpointResponse answer(int status, byte[] body) {
        return new EndpointResponse(status, HttpHeaders.of(new LinkedHashMap<>(lines), (name, value) -> true), body);
    }

    /**
     * An answer with these lines and no body.
     *
     * @param status the status
     * @return the answer
     */
    public EndpointResponse answer(int status) {
        return answer(status, EMPTY);
    }
}
