package org.mcpoauth.client.resource;

import org.mcpoauth.api.McpOAuthClient;
import org.mcpoauth.api.client.Discovery;
import org.mcpoauth.api.client.Grants;
import org.mcpoauth.api.client.Registration;
import org.mcpoauth.client.ApplicationHttp;
import org.mcpoauth.spi.ClientConfiguration;
import org.mcpoauth.spi.McpOAuthServices;
import org.mcpoauth.spi.support.json.StrictJson;

/** Puts the client of an MCP server together from its steps. */
public final class ResourceClients {
    private ResourceClients() {}

    /** A client for the application itself; {@link McpOAuthClient#as} gives those of users. */
    public static McpOAuthClient client(
            ClientConfiguration configuration,
            McpOAuthServices services,
            StrictJson json,
            Discovery discovery,
            Registration registration,
            Grants grants,
            ApplicationHttp application) {
        RegistrationStore registrations = new RegistrationStore(services.stateStore(), json, configuration);
        Targets targets = new Targets(configuration, discovery, registration, registrations, services.clock());
        Authorizations authorizations = new Authorizations(
                configuration, grants, targets, new PendingStore(services.stateStore(), json), services.clock());
        TokenStore store = new TokenStore(services.stateStore(), json);
        TokenRefresh refresh = new TokenRefresh(configuration.refreshSkew(), grants, targets, store, services.clock());
        TokenManager tokens = new TokenManager(configuration, grants, targets, authorizations, store, refresh);
        Owner owner = new Owner(configuration.name(), configuration.resource(), null);
        return new ResourceClient(configuration, owner, tokens, discovery, application);
    }
}
