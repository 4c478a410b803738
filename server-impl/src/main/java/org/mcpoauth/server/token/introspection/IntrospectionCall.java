package org.mcpoauth.server.token.introspection;

import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.api.Secret;
import org.mcpoauth.api.client.Parameters;
import org.mcpoauth.api.error.FailureCode;
import org.mcpoauth.api.error.ResponseViolationException;
import org.mcpoauth.api.error.TransportException;
import org.mcpoauth.server.token.WarningPace;
import org.mcpoauth.spi.Changing;
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
    /** For a server that does not answer, or is asked too often, and does not say how long. */
    private static final Duration UNASKED = Duration.ofSeconds(1);

    private final Changing<OAuthCaller> caller;
    private final EndpointLocation location;
    private final EndpointCall endpoint;
    private final GuardedHttp http;
    private final AnswerReader answers;
    private final ServerPause pause;
    private final WarningPace warnings;

    IntrospectionCall(
            Changing<OAuthCaller> caller,
            EndpointLocation location,
            EndpointCall endpoint,
            GuardedHttp http,
            AnswerReader answers,
            ServerPause pause,
            WarningPace warnings) {
        this.caller = caller;
        this.location = location;
        this.endpoint = endpoint;
        this.http = http;
        this.answers = answers;
        this.pause = pause;
        this.warnings = warnings;
    }

    /**
     * What the server says of a token.
     *
     * @param familiar whether the token was accepted before
     * @return the members of the answer, among them {@code active} with a boolean
     * @throws TransportException if no usable answer came
     */
    JsonObject ask(Secret token, boolean familiar) {
        pause.requireOver(familiar);
        try {
            return answer(place(), token, familiar);
        } catch (TransportException e) {
            warn("MCPO4022 no introspection: " + e.getMessage());
            throw e;
        } catch (ResponseViolationException e) {
            warn("MCPO4023 introspection answer refused: " + e.getMessage());
            throw unusable(caller.current().server().uri(), "the answer breaks a rule", null, e);
        }
    }

    private void warn(String message) {
        LOG.log(warnings.isDue() ? System.Logger.Level.WARNING : System.Logger.Level.DEBUG, message);
    }

    /** Metadata that cannot be had or used concern every token. */
    private URI place() {
        try {
            return location.find();
        } catch (TransportException e) {
            pauseAfter(e);
            throw e;
        } catch (ResponseViolationException e) {
            pause.begin(UNASKED);
            throw e;
        }
    }

    private JsonObject answer(URI uri, Secret token, boolean familiar) {
        HttpReply reply = post(uri, token, familiar);
        if (reply.status() != 200) {
            Duration rest = rest(reply);
            // our credentials are the same whatever the token, but not every 401 is about them
            if (rest != null && (familiar || reply.status() != 401)) {
                pause.begin(familiar, rest);
            }
            throw unusable(uri, "the endpoint answered " + reply.status(), rest, null);
        }
        answers.kind().requireJson(reply);
        return read(reply);
    }

    private HttpReply post(URI uri, Secret token, boolean familiar) {
        Parameters form = Parameters.builder()
                .add("token", token.reveal())
                .add("token_type_hint", "access_token")
                .build();
        try {
            return endpoint.post(uri, caller.current(), form, answers.kind());
        } catch (TransportException e) {
            // a connection may break for what a stranger sent
            if (familiar) {
                pauseAfter(e);
            }
            throw e;
        }
    }

    private void pauseAfter(TransportException failure) {
        // an interruption is the caller's own
        if (failure.code() != FailureCode.INTERRUPTED) {
            pause.begin(failure.retryAfter().orElse(UNASKED));
        }
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

    /** How long an answer asks to be left alone; {@code null} for an answer that is about one token. */
    private @Nullable Duration rest(HttpReply reply) {
        Optional<Duration> wish = http.retryAfter(reply);
        return switch (reply.status()) {
            case 401 -> wish.orElse(AFTER_REFUSED_CREDENTIALS);
            case 429 -> wish.orElse(UNASKED);
            case 503 -> wish.orElse(null);
            default -> null;
        };
    }

    private static TransportException unusable(
            URI uri, String message, @Nullable Duration retryAfter, @Nullable Exception cause) {
        return new TransportException(FailureCode.RESPONSE_STATUS_UNEXPECTED, uri, message, retryAfter, cause);
    }
}
