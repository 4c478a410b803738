package org.mcpoauth.server.authorization.register;

import java.net.URI;
import java.util.List;
import org.mcpoauth.api.provider.AuthorizationServerProvider;
import org.mcpoauth.server.audit.ServerAudit;
import org.mcpoauth.server.authorization.client.DemandedProtection;
import org.mcpoauth.server.authorization.client.DerivedSecrets;
import org.mcpoauth.server.authorization.endpoint.JsonAnswers;
import org.mcpoauth.spi.AuthorizationServerConfiguration;
import org.mcpoauth.spi.Changing;
import org.mcpoauth.spi.McpOAuthServices;
import org.mcpoauth.spi.endpoint.EndpointHandler;
import org.mcpoauth.spi.server.DynamicRegistration;
import org.mcpoauth.spi.support.json.StrictJson;

/**
 * Where clients register, and where they manage that.
 *
 * @param registration the client registration endpoint (RFC 7591, section 3)
 * @param configuration the client configuration endpoint (RFC 7592, section 2)
 */
public record RegistrationEndpoints(EndpointHandler registration, EndpointHandler configuration) {

    /**
     * Puts the endpoints together.
     *
     * @param configuration says what may be registered
     * @param configurationEndpoint where clients manage their registration
     * @param provider decides and stores
     * @param derivedSecrets makes the secrets that are needed again
     * @param json reads requests
     * @param answers writes answers
     * @param services what to work with
     * @param audit learns who registers
     * @param algorithms gives what tokens are signed with, that of the signing key first
     * @param protection what clients may demand
     * @return the endpoints
     */
    public static RegistrationEndpoints of(
            AuthorizationServerConfiguration configuration,
            URI configurationEndpoint,
            AuthorizationServerProvider<?, ?, ?> provider,
            DerivedSecrets derivedSecrets,
            StrictJson json,
            JsonAnswers answers,
            McpOAuthServices services,
            ServerAudit audit,
            Changing<List<String>> algorithms,
            DemandedProtection protection) {
        DynamicRegistration registration = configuration.registration();
        RegistrationDocument document = new RegistrationDocument(
                json, configuration.openId().offered(), SoftwareStatements.of(configuration, services, json));
        OpenIdMemberRules openId = new OpenIdMemberRules(configuration.openId(), algorithms);
        RegistrationRules rules = new RegistrationRules(configuration, protection, openId);
        ClientSecrets secrets = new ClientSecrets(registration, derivedSecrets, services.clock());
        ClientInformationAnswers information =
                new ClientInformationAnswers(answers, configurationEndpoint, configuration.scopesSupported(), openId);
        return new RegistrationEndpoints(
                new RegistrationEndpoint(configuration, provider, document, rules, secrets, information, audit),
                new ClientConfigurationEndpoint(configuration, provider, document, rules, secrets, information, audit));
    }
}
