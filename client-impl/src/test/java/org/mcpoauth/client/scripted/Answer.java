package org.mcpoauth.client.scripted;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a scripted server answers.
 *
 * @param status the status
 * @param headers headers beside the length
 * @param body the body
 * @param pace how the body is sent
 */
public record Answer(int status, Map<String, String> headers, String body, Pace pace) {

    /** How a body is sent. */
    public enum Pace {
        /** At once. */
        WHOLE,
        /** One byte a second. */
        TRICKLE,
        /** The bytes, and then never an end. */
        ENDLESS
    }

    public static Answer of(int status) {
        return new Answer(status, Map.of(), "", Pace.WHOLE);
    }

    public static Answer json(int status, String body) {
        return text(status, "application/json", body);
    }

    public static Answer text(int status, String type, String body) {
        return new Answer(status, Map.of("Content-Type", type), body, Pace.WHOLE);
    }

    public static Answer redirect(int status, String location) {
        return of(status).with("Location", location);
    }

    public static Answer challenge(int status, String challenge) {
        return of(status).with("WWW-Authenticate", challenge);
    }

    public Answer with(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(name, value);
        return new Answer(status, more, body, pace);
    }

    public Answer at(Pace otherPace) {
        return new Answer(status, headers, body, otherPace);
    }
}
