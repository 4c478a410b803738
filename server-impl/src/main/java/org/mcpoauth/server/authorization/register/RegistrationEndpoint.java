package org.mcpoauth.server.authorization.register;

import org.mcpoauth.api.metadata.ClientMetadata;
import org.mcpoauth.api.provider.AuthorizationServerProvider;
import org.mcpoauth.api.provider.RegistrationRequest;
import org.mcpoauth.server.audit.ServerAudit;
import org.mcpoauth.server.authorization.register.Registrants.Registrant;
import org.mcpoauth.spi.endpoint.EndpointHandler;
import org.mcpoauth.spi.endpoint.EndpointRequest;
import org.mcpoauth.spi.endpoint.EndpointResponse;
import org.mcpoauth.spi.server.DynamicRegistration;
import org.mcpoauth.spi.server.RegistrationAttempt;
import org.mcpoauth.spi.server.RegistrationPolicy;

/** The client registration endpoint (RFC 7591, section 3). */
final class RegistrationEndpoint implements EndpointHandler {
    private final AuthorizationServerProvider<?, ?, ?> provider;
    private final RegistrationPolicy policy;
    private final Registrants registrants;
    private final RegistrationDocument document;
    private final RegistrationRules rules;
    private final ClientSecrets secrets;
    private final ClientInformationAnswers answers;
    private final ServerAudit audit;

    RegistrationEndpoint(
            DynamicRegistration registration,
            AuthorizationServerProvider<?, ?, ?> provider,
            RegistrationDocument document,
            RegistrationRules rules,
            ClientSecrets secrets,
            ClientInformationAnswers answers,
            ServerAudit audit) {
        this.provider = provider;
        this.policy = registration.policy();
        this.registrants = new Registrants(registration);
        this.document = document;
        this.rules = rules;
        this.secrets = secrets;
        this.answers = answers;
        this.audit = audit;
    }

    @Override
    public EndpointResponse handle(EndpointRequest request) {
        Registrant registrant = registrants.identify(request);
        ClientMetadata requested = document.metadata(document.read(request));
        ClientMetadata metadata = policy.register(new RegistrationAttempt(
                rules.apply(requested),
                requested,
                registrant.isAuthenticated(),
                registrant.token(),
                request.remoteAddress()));
        IssuedClient issued = secrets.register(metadata);
        IssuedClient stored = issued.withClient(
                provider.registerClient(new RegistrationRequest(issued.client(), requested, registrant.token())));
        audit.registered(stored.client().clientId());
        return answers.answer(201, stored);
    }
}
