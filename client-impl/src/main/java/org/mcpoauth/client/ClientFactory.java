package org.mcpoauth.client;

import java.net.URI;
import java.util.List;
import org.mcpoauth.api.McpOAuthClient;
import org.mcpoauth.api.client.DPoPProofs;
import org.mcpoauth.api.client.Discovery;
import org.mcpoauth.api.client.Grants;
import org.mcpoauth.api.client.Registration;
import org.mcpoauth.api.error.ConfigurationException;
import org.mcpoauth.api.error.FailureCode;
import org.mcpoauth.api.error.TransportException;
import org.mcpoauth.client.call.ResourceClients;
import org.mcpoauth.client.discovery.KeptDocuments;
import org.mcpoauth.client.discovery.MetadataDiscovery;
import org.mcpoauth.client.grant.GrantRequests;
import org.mcpoauth.client.proof.StandardProofs;
import org.mcpoauth.client.registration.ClientRegistration;
import org.mcpoauth.client.web.WebEndpoints;
import org.mcpoauth.spi.ClientConfiguration;
import org.mcpoauth.spi.McpOAuthClientFactory;
import org.mcpoauth.spi.McpOAuthServices;
import org.mcpoauth.spi.client.ClientEndpoints;
import org.mcpoauth.spi.support.concurrent.Waiting;

/** Makes the clients of this library. */
public final class ClientFactory implements McpOAuthClientFactory {
    private final Waiting waiting;

    /** For the service loader. */
    public ClientFactory() {
        this(Waiting.REAL);
    }

    /** Makes clients whose callers wait in a time of their own. */
    public ClientFactory(Waiting waiting) {
        this.waiting = waiting;
    }

    @Override
    public McpOAuthClient client(ClientConfiguration configuration, McpOAuthServices services) {
        Toolkit toolkit = toolkit(services);
        requireSecured(configuration, toolkit);
        ClientRegistration registration = new ClientRegistration(toolkit);
        requireDocument(configuration, registration);
        ApplicationHttp application = new ApplicationHttp(services);
        return ResourceClients.client(
                configuration,
                services,
                toolkit,
                discovery(configuration, services, toolkit, application),
                registration,
                new GrantRequests(toolkit),
                application);
    }

    @Override
    public Discovery discovery(McpOAuthServices services) {
        return new MetadataDiscovery(toolkit(services), new ApplicationHttp(services));
    }

    @Override
    public Discovery discovery(ClientConfiguration configuration, McpOAuthServices services) {
        return discovery(configuration, services, toolkit(services), new ApplicationHttp(services));
    }

    private static Discovery discovery(
            ClientConfiguration configuration,
            McpOAuthServices services,
            Toolkit toolkit,
            ApplicationHttp application) {
        return new MetadataDiscovery(
                toolkit,
                application,
                kind -> KeptDocuments.in(services.stateStore(), toolkit.json(), services.clock(), configuration, kind),
                configuration.discovery().trust());
    }

    @Override
    public Registration registration(McpOAuthServices services) {
        return new ClientRegistration(toolkit(services));
    }

    @Override
    public Grants grants(McpOAuthServices services) {
        return new GrantRequests(toolkit(services));
    }

    @Override
    public DPoPProofs dpop(McpOAuthServices services) {
        return new StandardProofs(toolkit(services));
    }

    @Override
    public ClientEndpoints endpoints(List<McpOAuthClient> clients, McpOAuthServices services) {
        return WebEndpoints.of(clients, toolkit(services), services.stateStore());
    }

    private Toolkit toolkit(McpOAuthServices services) {
        return Toolkit.of(services, waiting);
    }

    /** A token goes over plain http only where metadata may come from as well (RFC 6750, section 5.3). */
    private static void requireSecured(ClientConfiguration configuration, Toolkit toolkit) {
        URI server = configuration.serverUrl();
        try {
            if (!"https".equalsIgnoreCase(server.getScheme())) {
                toolkit.requireOpenable(server);
            }
        } catch (TransportException e) {
            throw new ConfigurationException(
                    FailureCode.CONFIGURATION_INVALID, "server-url", "must be https, or loopback where allowed", e);
        }
    }

    /** A document that servers will not take is found out now rather than when a user waits. */
    private static void requireDocument(ClientConfiguration configuration, Registration registration) {
        URI document = configuration.metadataDocumentUrl();
        try {
            if (document != null) {
                registration.metadataDocument(document, configuration.metadata());
            }
        } catch (IllegalArgumentException e) {
            throw new ConfigurationException(
                    FailureCode.CONFIGURATION_INVALID, "metadata-document.url", String.valueOf(e.getMessage()), e);
        }
    }
}
