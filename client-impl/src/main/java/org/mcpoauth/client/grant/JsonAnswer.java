package org.mcpoauth.client.grant;

import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import org.mcpoauth.api.error.FailureCode;
import org.mcpoauth.api.error.ResponseViolationException;
import org.mcpoauth.api.error.Rule;
import org.mcpoauth.client.Toolkit;
import org.mcpoauth.spi.http.HttpReply;
import org.mcpoauth.spi.support.codec.MalformedException;
import org.mcpoauth.spi.support.http.FetchKind;
import org.mcpoauth.spi.support.json.JsonLimits;

/** A JSON answer whose members are read strictly; a member that is null or empty counts as absent. */
public final class JsonAnswer {
    private final JsonObject body;
    private final Rule rule;

    private JsonAnswer(JsonObject body, Rule rule) {
        this.body = body;
        this.rule = rule;
    }

    /** Reads an answer that must be JSON and must not be an error. */
    public static JsonAnswer of(Toolkit toolkit, URI endpoint, HttpReply reply, Rule rule) {
        FetchKind.TOKEN.withRule(rule).requireJson(reply);
        try {
            JsonObject body = toolkit.json().readObject(reply.body(), JsonLimits.TOKEN_RESPONSE);
            ErrorAnswer.error(body).ifPresent(error -> {
                throw ErrorAnswer.refusal(endpoint, reply.status(), error, body);
            });
            JsonAnswer answer = new JsonAnswer(body, rule);
            answer.text("error").ifPresent(noCode -> {
                throw answer.invalid("error");
            });
            return answer;
        } catch (MalformedException e) {
            throw new ResponseViolationException(FailureCode.PARSE_ERROR, rule, "the answer is not strict JSON", e);
        }
    }

    /** The whole answer. */
    public JsonObject body() {
        return body;
    }

    String required(String name) {
        return text(name).orElseThrow(() -> invalid(name));
    }

    Optional<String> text(String name) {
        JsonValue value = body.get(name);
        if (value == null || value == JsonValue.NULL) {
            return Optional.empty();
        }
        if (value instanceof JsonString string) {
            return Optional.of(string.getString()).filter(text -> !text.isEmpty());
        }
        throw invalid(name);
    }

    Optional<Duration> seconds(String name) {
        JsonValue value = body.get(name);
        if (value == null || value == JsonValue.NULL) {
            return Optional.empty();
        }
        if (value instanceof JsonNumber number
                && number.doubleValue() >= 0
                && number.doubleValue() <= Integer.MAX_VALUE) {
            return Optional.of(Duration.ofSeconds(number.longValue()));
        }
        throw invalid(name);
    }

    /** Only the JSON value true is true. */
    boolean flag(String name) {
        JsonValue value = body.get(name);
        if (value == JsonValue.TRUE || value == JsonValue.FALSE) {
            return value == JsonValue.TRUE;
        }
        throw invalid(name);
    }

    Optional<URI> url(String name) {
        try {
            return text(name).map(URI::create);
        } catch (IllegalArgumentException e) {
            throw invalid(name);
        }
    }

    ResponseViolationException invalid(String name) {
        return new ResponseViolationException(FailureCode.INVALID_RESPONSE, rule, name + " is missing or invalid");
    }
}
