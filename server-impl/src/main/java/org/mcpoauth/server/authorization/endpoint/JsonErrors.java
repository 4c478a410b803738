package org.mcpoauth.server.authorization.endpoint;

import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.api.challenge.Challenge;
import org.mcpoauth.api.error.EndpointException;
import org.mcpoauth.api.error.ErrorCode;
import org.mcpoauth.api.error.StorageException;
import org.mcpoauth.server.authorization.limit.TooManyRequestsException;
import org.mcpoauth.spi.endpoint.EndpointHandler;
import org.mcpoauth.spi.endpoint.EndpointRequest;
import org.mcpoauth.spi.endpoint.EndpointResponse;
import org.mcpoauth.spi.support.endpoint.ResponseHeaders;

/**
 * Turns what a handler throws into an error document (RFC 6749, section 5.2; RFC 6750, section 3). A store that fails is 503,
 * since {@code invalid_grant} would make clients drop good tokens.
 */
public final class JsonErrors implements EndpointHandler {
    private static final System.Logger LOG = System.getLogger("org.mcpoauth.server.authorization");
    private static final Duration RETRY_AFTER = Duration.ofSeconds(5);

    private final EndpointHandler handler;
    private final JsonAnswers answers;
    private final String realm;
    private final Consumer<ErrorCode> refusals;
    private final ToIntFunction<ErrorCode> statuses;

    private JsonErrors(
            EndpointHandler handler,
            JsonAnswers answers,
            String realm,
            Consumer<ErrorCode> refusals,
            ToIntFunction<ErrorCode> statuses) {
        this.handler = handler;
        this.answers = answers;
        this.realm = realm;
        this.refusals = refusals;
        this.statuses = statuses;
    }

    /**
     * Wraps a handler of an endpoint for tokens.
     *
     * @param handler who may throw
     * @param answers writes the documents
     * @param realm the realm of a challenge
     * @param refusals learns the error of each refusal
     * @return the wrapped handler
     */
    public static JsonErrors ofTokens(
            EndpointHandler handler, JsonAnswers answers, String realm, Consumer<ErrorCode> refusals) {
        return new JsonErrors(handler, answers, realm, refusals, JsonErrors::status);
    }

    /**
     * Wraps a handler of an endpoint for registrations, where what is denied is 403 (RFC 7592, section 2).
     *
     * @param handler who may throw
     * @param answers writes the documents
     * @param realm the realm of a challenge
     * @param refusals learns the error of each refusal
     * @return the wrapped handler
     */
    public static JsonErrors ofRegistration(
            EndpointHandler handler, JsonAnswers answers, String realm, Consumer<ErrorCode> refusals) {
        return new JsonErrors(
                handler,
                answers,
                realm,
                refusals,
                error -> error.equals(ErrorCode.ACCESS_DENIED) ? 403 : status(error));
    }

    @Override
    public EndpointResponse handle(EndpointRequest request) {
        try {
            return handler.handle(request);
        } catch (EndpointException e) {
            LOG.log(System.Logger.Level.DEBUG, () -> "MCPO4501 " + request + ": " + e.getMessage());
            refusals.accept(e.error());
            return refusal(request, e);
        } catch (TooManyRequestsException e) {
            refusals.accept(ErrorCode.TEMPORARILY_UNAVAILABLE);
            ResponseHeaders headers = e.addTo(ResponseHeaders.notStored());
            return answers.error(429, ErrorCode.TEMPORARILY_UNAVAILABLE, "too many requests", headers);
        } catch (StorageException e) {
            LOG.log(System.Logger.Level.ERROR, () -> "MCPO4502 " + request + " could not be served: " + e.code(), e);
            refusals.accept(ErrorCode.TEMPORARILY_UNAVAILABLE);
            return unavailable(null);
        } catch (RuntimeException e) {
            // the cause stays in the log: its message is nothing for the wire
            LOG.log(System.Logger.Level.ERROR, () -> "MCPO4503 " + request + " failed", e);
            refusals.accept(ErrorCode.SERVER_ERROR);
            return answers.error(500, ErrorCode.SERVER_ERROR, null, ResponseHeaders.notStored());
        }
    }

    private EndpointResponse refusal(EndpointRequest request, EndpointException refusal) {
        ErrorCode error = refusal.error();
        String description = refusal.description().orElse(null);
        if (error.equals(ErrorCode.TEMPORARILY_UNAVAILABLE)) {
            return unavailable(description);
        }
        ResponseHeaders headers = ResponseHeaders.notStored();
        if (error.equals(ErrorCode.INVALID_CLIENT) && AuthorizationHeader.isBasic(request)) {
            challenge(headers, Challenge.builder("Basic").realm(realm));
        } else if (error.equals(ErrorCode.INVALID_TOKEN)) {
            challenge(headers, Challenge.builder("Bearer").realm(realm).error(error));
        }
        return answers.error(statuses.applyAsInt(error), error, description, headers);
    }

    private static void challenge(ResponseHeaders headers, Challenge.Builder challenge) {
        headers.set("WWW-Authenticate", challenge.build().toHeaderValue());
    }

    private EndpointResponse unavailable(@Nullable String description) {
        ResponseHeaders headers =
                ResponseHeaders.notStored().set("Retry-After", Long.toString(RETRY_AFTER.toSeconds()));
        return answers.error(503, ErrorCode.TEMPORARILY_UNAVAILABLE, description, headers);
    }

    private static int status(ErrorCode error) {
        if (error.equals(ErrorCode.INVALID_CLIENT) || error.equals(ErrorCode.INVALID_TOKEN)) {
            return 401;
        }
        return error.equals(ErrorCode.SERVER_ERROR) ? 500 : 400;
    }
}
