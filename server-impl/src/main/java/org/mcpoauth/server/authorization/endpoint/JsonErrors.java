package org.mcpoauth.server.authorization.endpoint;

import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.api.challenge.Challenge;
import org.mcpoauth.api.error.EndpointException;
import org.mcpoauth.api.error.ErrorCode;
import org.mcpoauth.api.error.StorageException;
import org.mcpoauth.spi.endpoint.EndpointHandler;
import org.mcpoauth.spi.endpoint.EndpointRequest;
import org.mcpoauth.spi.endpoint.EndpointResponse;
import org.mcpoauth.spi.support.endpoint.ResponseHeaders;

/**
 * Turns what a handler throws into an error document (RFC 6749, section 5.2). A store that fails is 503,
 * since {@code invalid_grant} would make clients drop good tokens.
 */
public final class JsonErrors implements EndpointHandler {
    private static final System.Logger LOG = System.getLogger("org.mcpoauth.server.authorization");
    private static final Duration RETRY_AFTER = Duration.ofSeconds(5);

    private final EndpointHandler handler;
    private final JsonAnswers answers;
    private final String realm;
    private final Consumer<ErrorCode> refusals;

    /**
     * Wraps a handler.
     *
     * @param handler who may throw
     * @param answers writes the documents
     * @param realm the realm of a {@code Basic} challenge
     * @param refusals learns the error of each refusal
     */
    public JsonErrors(EndpointHandler handler, JsonAnswers answers, String realm, Consumer<ErrorCode> refusals) {
        this.handler = handler;
        this.answers = answers;
        this.realm = realm;
        this.refusals = refusals;
    }

    @Override
    public EndpointResponse handle(EndpointRequest request) {
        try {
            return handler.handle(request);
        } catch (EndpointException e) {
            LOG.log(System.Logger.Level.DEBUG, () -> "MCPO4501 " + request + ": " + e.getMessage());
            refusals.accept(e.error());
            return refusal(request, e);
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
            headers.set(
                    "WWW-Authenticate",
                    Challenge.builder("Basic").realm(realm).build().toHeaderValue());
        }
        return answers.error(status(error), error, description, headers);
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
