package org.mcpoauth.server.authorization.register;

import org.mcpoauth.api.error.EndpointException;
import org.mcpoauth.api.error.ErrorCode;
import org.mcpoauth.api.metadata.ClientMetadata;
import org.mcpoauth.api.provider.AuthorizationServerProvider;
import org.mcpoauth.api.provider.RegistrationRequest;
import org.mcpoauth.server.audit.ServerAudit;
import org.mcpoauth.server.authorization.register.Registrants.Registrant;
import org.mcpoauth.spi.AuthorizationServerConfiguration;
import org.mcpoauth.spi.endpoint.EndpointHandler;
import org.mcpoauth.spi.endpoint.EndpointRequest;
import org.mcpoauth.spi.endpoint.EndpointResponse;
import org.mcpoauth.spi.server.ClientRules;
import org.mcpoauth.spi.server.RegistrationAttempt;
import org.mcpoauth.spi.server.RegistrationPolicy;

/** The client registration endpoint (RFC 7591, section 3). */
final class RegistrationEndpoint implements EndpointHandler {
    private final AuthorizationServerProvider<?, ?, ?> provider;
    private final ClientRules clients;
    private final RegistrationPolicy policy;
    private final Registrants registrants;
    private final RegistrationDocument document;
    private final RegistrationRules rules;
    private final ClientSecrets secrets;
    private final ClientInformationAnswers answers;
    private final ServerAudit audit;

    RegistrationEndpoint(
            AuthorizationServerConfiguration configuration,
            AuthorizationServerProvider<?, ?, ?> provider,
            RegistrationDocument document,
            RegistrationRules rules,
            ClientSecrets secrets,
            ClientInformationAnswers answers,
            ServerAudit audit) {
        this.provider = provider;
        this.clients = configuration.clients();
        this.policy = configuration.registration().policy();
        this.registrants = new Registrants(configuration.registration());
        this.document = document;
        this.rules = rules;
        this.secrets = secrets;
        this.answers = answers;
        this.audit = audit;
    }

    @Override
    public EndpointResponse handle(EndpointRequest request) {
        Registrant registrant = registrants.identify(request);
        RequestedClient requested = document.requested(document.read(request));
        ClientMetadata metadata = policy.register(new RegistrationAttempt(
                rules.apply(requested),
                requested.metadata(),
                requested.sent(),
                registrant.isAuthenticated(),
                registrant.token(),
                request.remoteAddress()));
        IssuedClient issued = secrets.register(metadata);
        requireFree(issued.client().clientId());
        IssuedClient stored = issued.withClient(provider.registerClient(
                new RegistrationRequest(issued.client(), requested.metadata(), registrant.token())));
        audit.registered(stored.client().clientId());
        return answers.answer(201, stored);
    }

    /** The provider knows nothing of the clients of the deployer, and whoever shares an identifier could end their tokens. */
    private void requireFree(String clientId) {
        if (clients.knows(clientId)) {
            throw EndpointException.registration(ErrorCode.INVALID_CLIENT_METADATA, "the client identifier is taken");
        }
    }
}
