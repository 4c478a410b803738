package org.mcpoauth.server.authorization;

import java.net.URI;
import java.util.List;
import java.util.function.Consumer;
import org.mcpoauth.api.error.ErrorCode;
import org.mcpoauth.api.event.AuthorizationServerEvent.EndpointKind;
import org.mcpoauth.server.audit.ServerAudit;
import org.mcpoauth.server.authorization.endpoint.CrossOrigin;
import org.mcpoauth.server.authorization.endpoint.JsonAnswers;
import org.mcpoauth.server.authorization.endpoint.JsonErrors;
import org.mcpoauth.server.authorization.possession.DpopProofs;
import org.mcpoauth.spi.AuthorizationServerConfiguration;
import org.mcpoauth.spi.endpoint.Endpoint;
import org.mcpoauth.spi.endpoint.EndpointHandler;
import org.mcpoauth.spi.support.endpoint.AllowedMethods;

/** Puts around each handler that answers with JSON what its kind of endpoint has: methods, limits, errors, origins. */
final class JsonEndpoints {
    private static final String DOCUMENT_METHODS = "GET, HEAD, OPTIONS";

    private final AuthorizationServerConfiguration configuration;
    private final JsonAnswers answers;
    private final ServerAudit audit;
    private final DpopProofs proofs;

    /**
     * Guards the endpoints of one server.
     *
     * @param configuration its limits and origins
     * @param answers writes errors
     * @param audit learns them
     * @param proofs offers nonces with the answers
     */
    JsonEndpoints(
            AuthorizationServerConfiguration configuration, JsonAnswers answers, ServerAudit audit, DpopProofs proofs) {
        this.configuration = configuration;
        this.answers = answers;
        this.audit = audit;
        this.proofs = proofs;
    }

    /** A document that everybody may read. */
    Endpoint published(URI uri, EndpointHandler handler) {
        // nobody is refused here: what fails is the place where the keys are
        EndpointHandler told = JsonErrors.ofTokens(handler, answers, realm(), error -> {});
        EndpointHandler reading = new AllowedMethods(List.of("GET", "HEAD"), told);
        return new Endpoint(
                uri.getRawPath(), 0, new CrossOrigin(configuration.crossOrigin(), DOCUMENT_METHODS, reading));
    }

    /** An endpoint that clients post forms to, in scripts too. */
    Endpoint posted(EndpointKind kind, URI uri, EndpointHandler handler) {
        return posted(kind, uri, configuration.maxBodyBytes(), handler);
    }

    /** The same with a limit of its own. */
    Endpoint posted(EndpointKind kind, URI uri, int maxBodyBytes, EndpointHandler handler) {
        return answering(uri, maxBodyBytes, List.of("POST"), guarded(kind, handler));
    }

    /** An endpoint for forms of servers, and never for scripts. */
    Endpoint forServers(EndpointKind kind, URI uri, EndpointHandler handler) {
        return new Endpoint(
                uri.getRawPath(),
                configuration.maxBodyBytes(),
                new AllowedMethods(List.of("POST"), guarded(kind, handler)));
    }

    /** The endpoint that tells about users. */
    Endpoint userInfo(URI uri, EndpointHandler handler) {
        EndpointHandler told = JsonErrors.ofTokens(handler, answers, realm(), refusals(EndpointKind.USER_INFO));
        return answering(uri, configuration.maxBodyBytes(), List.of("GET", "POST"), told);
    }

    /** An endpoint at which clients register, or manage their registration. */
    Endpoint registering(URI uri, List<String> methods, EndpointHandler handler) {
        EndpointHandler told =
                JsonErrors.ofRegistration(handler, answers, realm(), refusals(EndpointKind.REGISTRATION));
        return answering(uri, configuration.maxBodyBytes(), methods, told);
    }

    private EndpointHandler guarded(EndpointKind kind, EndpointHandler handler) {
        return proofs.offeringNonces(JsonErrors.ofTokens(handler, answers, realm(), refusals(kind)));
    }

    private Endpoint answering(URI uri, int maxBodyBytes, List<String> methods, EndpointHandler handler) {
        String allowed = String.join(", ", methods) + ", OPTIONS";
        EndpointHandler reachable =
                new CrossOrigin(configuration.crossOrigin(), allowed, new AllowedMethods(methods, handler));
        return new Endpoint(uri.getRawPath(), maxBodyBytes, reachable);
    }

    private String realm() {
        return configuration.issuer().value();
    }

    private Consumer<ErrorCode> refusals(EndpointKind kind) {
        return error -> audit.refused(kind, error);
    }
}
