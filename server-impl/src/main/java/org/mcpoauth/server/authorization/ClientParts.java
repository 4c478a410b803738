package org.mcpoauth.server.authorization;

import java.util.List;
import org.mcpoauth.api.provider.AuthorizationServerProvider;
import org.mcpoauth.server.authorization.client.CertificateAuthentication;
import org.mcpoauth.server.authorization.client.ClientAssertions;
import org.mcpoauth.server.authorization.client.ClientAuthenticator;
import org.mcpoauth.server.authorization.client.ClientDirectory;
import org.mcpoauth.server.authorization.client.ClientIdMetadataDocuments;
import org.mcpoauth.server.authorization.client.ClientKeys;
import org.mcpoauth.server.authorization.client.DemandedProtection;
import org.mcpoauth.server.authorization.client.DerivedSecrets;
import org.mcpoauth.server.authorization.client.FetchedClientKeys;
import org.mcpoauth.server.authorization.client.KnownClients;
import org.mcpoauth.server.authorization.client.ListedClients;
import org.mcpoauth.server.authorization.limit.ClientFailures;
import org.mcpoauth.server.authorization.possession.ClientCertificates;
import org.mcpoauth.spi.AuthorizationServerConfiguration;
import org.mcpoauth.spi.McpOAuthServices;
import org.mcpoauth.spi.server.MetadataDocumentRules;
import org.mcpoauth.spi.support.http.GuardedHttp;
import org.mcpoauth.spi.support.jose.JcaSignatures;
import org.mcpoauth.spi.support.json.StrictJson;

/** Who is a client, and whether it is the one it says. */
final class ClientParts {
    private final AuthorizationServerConfiguration configuration;
    private final AuthorizationServerProvider<?, ?, ?> provider;
    private final McpOAuthServices services;
    private final StrictJson json;
    private final GuardedHttp http;

    ClientParts(
            AuthorizationServerConfiguration configuration,
            AuthorizationServerProvider<?, ?, ?> provider,
            McpOAuthServices services,
            StrictJson json,
            GuardedHttp http) {
        this.configuration = configuration;
        this.provider = provider;
        this.services = services;
        this.json = json;
        this.http = http;
    }

    /** Finds clients: those of the deployer, registered and published ones. */
    ClientDirectory directory(DemandedProtection protection) {
        ListedClients memory = new ListedClients(services.stateStore(), configuration.issuer(), json);
        ClientDirectory registered =
                KnownClients.of(configuration.clients(), protection, provider, memory, services.clock());
        MetadataDocumentRules documents = configuration.clients().metadataDocuments();
        return documents.offered()
                ? new ClientIdMetadataDocuments(registered, documents, protection, http, json, services.clock())
                : registered;
    }

    /** Authenticates them at every endpoint. */
    ClientAuthenticator authenticator(
            ClientDirectory clients,
            DerivedSecrets derivedSecrets,
            ClientCertificates certificates,
            ClientFailures failures) {
        ClientKeys keys = new FetchedClientKeys(http, json, services.clock(), failures);
        ClientAssertions assertions = new ClientAssertions(
                audiences(),
                keys,
                client -> provider.clientSecret(client).or(() -> derivedSecrets.of(client)),
                services.stateStore(),
                services.clock(),
                json,
                new JcaSignatures(services.cryptoProvider()));
        return new ClientAuthenticator(
                clients,
                assertions,
                certificates,
                new CertificateAuthentication(configuration.mutualTls().trustAnchors(), keys, services.clock()),
                configuration.clients().authenticationMethods(),
                failures,
                services.clock());
    }

    private List<String> audiences() {
        String issuer = configuration.issuer().value();
        return configuration.clientAssertions().tokenEndpointAudience()
                ? List.of(issuer, EndpointUris.of(configuration).token().toString())
                : List.of(issuer);
    }
}
