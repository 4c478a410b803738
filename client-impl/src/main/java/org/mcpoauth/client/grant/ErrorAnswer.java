package org.mcpoauth.client.grant;

import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.api.error.ErrorCode;
import org.mcpoauth.api.error.FailureCode;
import org.mcpoauth.api.error.McpOAuthException;
import org.mcpoauth.api.error.OAuthErrorException;
import org.mcpoauth.api.error.ResponseViolationException;
import org.mcpoauth.api.error.Rule;
import org.mcpoauth.api.error.TransportException;
import org.mcpoauth.client.Toolkit;
import org.mcpoauth.spi.http.HttpReply;
import org.mcpoauth.spi.support.codec.MalformedException;
import org.mcpoauth.spi.support.json.JsonLimits;

/** Turns an answer that grants nothing into the failure it stands for (RFC 6749, section 5.2). */
public final class ErrorAnswer {
    private static final Rule RULE = new Rule("RFC 6749", "5.2");
    private static final int MAX_DESCRIPTION = 500;

    private final Toolkit toolkit;

    /** Uses the JSON reader and clock of a toolkit. */
    public ErrorAnswer(Toolkit toolkit) {
        this.toolkit = toolkit;
    }

    /** The failure for an answer without the expected status. */
    public RuntimeException of(URI endpoint, HttpReply reply) {
        Optional<JsonObject> body = json(reply);
        Optional<ErrorCode> error = body.flatMap(ErrorAnswer::error);
        Duration retryAfter = toolkit.http().retryAfter(reply).orElse(null);
        if (error.isPresent()) {
            return refusal(endpoint, reply.status(), error.get(), body.get(), retryAfter);
        }
        if (reply.status() == 429 || reply.status() >= 500) {
            return new TransportException(
                    FailureCode.RESPONSE_STATUS_UNEXPECTED,
                    endpoint,
                    "the endpoint answered " + reply.status(),
                    retryAfter,
                    null);
        }
        return new ResponseViolationException(
                isGone(reply.status()) ? FailureCode.ENDPOINT_GONE : FailureCode.RESPONSE_STATUS_UNEXPECTED,
                RULE,
                "status " + reply.status() + " without an error");
    }

    /** Whether an endpoint was not where it was asked for, whatever the page that said so looked like. */
    public static boolean saysGone(McpOAuthException failure) {
        return failure.code() == FailureCode.ENDPOINT_GONE
                || (failure instanceof OAuthErrorException answer && isGone(answer.status()));
    }

    /** Nothing takes requests there (RFC 9110, sections 15.5.5, 15.5.6 and 15.5.11). */
    private static boolean isGone(int status) {
        return status == 404 || status == 405 || status == 410;
    }

    /** The error code of an answer, if it is one. */
    Optional<ErrorCode> code(HttpReply reply) {
        return json(reply).flatMap(ErrorAnswer::error);
    }

    /** The refusal in a body, whatever its status: some servers send errors with status 200. */
    static Optional<ErrorCode> error(JsonObject body) {
        return Optional.ofNullable(text(body, "error"))
                .filter(ErrorCode::isErrorCode)
                .map(ErrorCode::new);
    }

    static OAuthErrorException refusal(URI endpoint, int status, ErrorCode error, JsonObject body) {
        return refusal(endpoint, status, error, body, null);
    }

    private static OAuthErrorException refusal(
            URI endpoint, int status, ErrorCode error, JsonObject body, @Nullable Duration retryAfter) {
        return new OAuthErrorException(
                FailureCode.RESPONSE_BODY_ERROR,
                endpoint,
                status,
                error,
                printable(text(body, "error_description")),
                errorUri(text(body, "error_uri")),
                retryAfter);
    }

    private Optional<JsonObject> json(HttpReply reply) {
        try {
            return Optional.of(toolkit.json().readObject(reply.body(), JsonLimits.TOKEN_RESPONSE));
        } catch (MalformedException notJson) {
            return Optional.empty();
        }
    }

    private static @Nullable String text(JsonObject body, String name) {
        return body.get(name) instanceof JsonString string ? string.getString() : null;
    }

    private static @Nullable String printable(@Nullable String text) {
        if (text == null) {
            return null;
        }
        StringBuilder clean = new StringBuilder();
        text.chars().limit(MAX_DESCRIPTION).forEach(c -> clean.append(c >= 0x20 && c <= 0x7e ? (char) c : '?'));
        return clean.toString();
    }

    private static @Nullable URI errorUri(@Nullable String text) {
        try {
            URI uri = text == null ? null : URI.create(text);
            return uri != null && "https".equals(uri.getScheme()) ? uri : null;
        } catch (IllegalArgumentException notAUri) {
            return null;
        }
    }
}
