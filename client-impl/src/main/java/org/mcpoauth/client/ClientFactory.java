package org.mcpoauth.client;

import org.mcpoauth.api.McpOAuthClient;
import org.mcpoauth.api.client.Discovery;
import org.mcpoauth.api.client.Grants;
import org.mcpoauth.api.client.Registration;
import org.mcpoauth.client.discovery.MetadataDiscovery;
import org.mcpoauth.client.grant.GrantRequests;
import org.mcpoauth.client.registration.ClientRegistration;
import org.mcpoauth.client.resource.ResourceClients;
import org.mcpoauth.spi.ClientConfiguration;
import org.mcpoauth.spi.McpOAuthClientFactory;
import org.mcpoauth.spi.McpOAuthServices;

/** Makes the clients of this library. */
public final class ClientFactory implements McpOAuthClientFactory {

    /** For the service loader. */
    public ClientFactory() {}

    @Override
    public McpOAuthClient client(ClientConfiguration configuration, McpOAuthServices services) {
        Toolkit toolkit = Toolkit.of(services);
        ApplicationHttp application = new ApplicationHttp();
        return ResourceClients.client(
                configuration,
                services,
                toolkit.json(),
                new MetadataDiscovery(toolkit, application),
                new ClientRegistration(toolkit),
                new GrantRequests(toolkit),
                application);
    }

    @Override
    public Discovery discovery(McpOAuthServices services) {
        return new MetadataDiscovery(Toolkit.of(services), new ApplicationHttp());
    }

    @Override
    public Registration registration(McpOAuthServices services) {
        return new ClientRegistration(Toolkit.of(services));
    }

    @Override
    public Grants grants(McpOAuthServices services) {
        return new GrantRequests(Toolkit.of(services));
    }
}
