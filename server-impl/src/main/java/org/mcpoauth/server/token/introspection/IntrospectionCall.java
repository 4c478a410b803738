package org.mcpoauth.server.token.introspection;

import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.api.Secret;
import org.mcpoauth.api.client.Parameters;
import org.mcpoauth.api.error.FailureCode;
import org.mcpoauth.api.error.ResponseViolationException;
import org.mcpoauth.api.error.TransportException;
import org.mcpoauth.spi.http.HttpReply;
import org.mcpoauth.spi.support.codec.MalformedException;
import org.mcpoauth.spi.support.codec.MalformedException.Fault;
import org.mcpoauth.spi.support.http.GuardedHttp;
import org.mcpoauth.spi.support.oauth.EndpointCall;
import org.mcpoauth.spi.support.oauth.OAuthCaller;

/**
 * Asks an authorization server about a token (RFC 7662, section 2), once. Whatever is not a usable answer
 * is a failure to know, never an answer about the token: the resource is then unavailable.
 */
final class IntrospectionCall {
    private static final System.Logger LOG = System.getLogger("org.mcpoauth.server.token");
    /** A server that does not know us will not know us in a second either, and may lock us out. */
    private static final Duration AFTER_REFUSED_CREDENTIALS = Duration.ofSeconds(10);

    private final OAuthCaller caller;
    private final EndpointLocation location;
    private final EndpointCall endpoint;
    private final GuardedHttp http;
    private final AnswerReader answers;
    private final ServerPause pause;

    IntrospectionCall(
            OAuthCaller caller,
            EndpointLocation location,
            EndpointCall endpoint,
            GuardedHttp http,
            AnswerReader answers,
            ServerPause pause) {
        this.caller = caller;
        this.location = location;
        this.endpoint = endpoint;
        this.http = http;
        this.answers = answers;
        this.pause = pause;
    }

    /**
     * What the server says of a token.
     *
     * @return the members of the answer, among them {@code active} with a boolean
     * @throws TransportException if no usable answer came
     */
    JsonObject ask(Secret token) {
        pause.requireOver();
        try {
            return answer(location.find(), token);
        } catch (TransportException e) {
            LOG.log(System.Logger.Level.WARNING, () -> "MCPO4022 no introspection: " + e.getMessage());
            pause.after(e);
            throw e;
        } catch (ResponseViolationException e) {
            LOG.log(System.Logger.Level.WARNING, () -> "MCPO4023 introspection answer refused: " + e.getMessage());
            throw unusable(caller.server().uri(), "the answer breaks a rule", null, e);
        }
    }

    private JsonObject answer(URI uri, Secret token) {
        Parameters form = Parameters.builder()
                .add("token", token.reveal())
                .add("token_type_hint", "access_token")
                .build();
        HttpReply reply = endpoint.post(uri, caller, form, answers.kind());
        if (reply.status() != 200) {
            throw unusable(uri, "the endpoint answered " + reply.status(), retryAfter(reply), null);
        }
        answers.kind().requireJson(reply);
        return read(reply);
    }

    private JsonObject read(HttpReply reply) {
        try {
            JsonObject answer = answers.read(reply);
            JsonValue active = answer.get("active");
            // RFC 7662, section 2.2: a boolean, and no text or number that looks like one
            if (active != JsonValue.TRUE && active != JsonValue.FALSE) {
                throw new MalformedException(Fault.CLAIM, "active is not a boolean");
            }
            return answer;
        } catch (MalformedException e) {
            throw new ResponseViolationException(
                    FailureCode.INVALID_RESPONSE, answers.kind().rule(), String.valueOf(e.getMessage()), e);
        }
    }

    private @Nullable Duration retryAfter(HttpReply reply) {
        Duration none = reply.status() == 401 || reply.status() == 403 ? AFTER_REFUSED_CREDENTIALS : null;
        return http.retryAfter(reply).orElse(none);
    }

    private static TransportException unusable(
            URI uri, String message, @Nullable Duration retryAfter, @Nullable Exception cause) {
        return new TransportException(FailureCode.RESPONSE_STATUS_UNEXPECTED, uri, message, retryAfter, cause);
    }
}
