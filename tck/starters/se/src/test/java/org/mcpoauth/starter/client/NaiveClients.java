package org.mcpoauth.starter.client;

import org.mcpoauth.api.McpOAuthClient;
import org.mcpoauth.api.client.DPoPProofs;
import org.mcpoauth.api.client.Discovery;
import org.mcpoauth.api.client.Grants;
import org.mcpoauth.api.client.Registration;
import org.mcpoauth.spi.ClientConfiguration;
import org.mcpoauth.spi.McpOAuthClientFactory;
import org.mcpoauth.spi.McpOAuthServices;

/** Makes {@link NaiveClient}s, and nothing else. */
final class NaiveClients implements McpOAuthClientFactory {

    @Override
    public McpOAuthClient client(ClientConfiguration configuration, McpOAuthServices services) {
        return new NaiveClient(configuration, services.clock());
    }

    @Override
    public Discovery discovery(McpOAuthServices services) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Registration registration(McpOAuthServices services) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Grants grants(McpOAuthServices services) {
        throw new UnsupportedOperationException();
    }

    @Override
    public DPoPProofs dpop(McpOAuthServices services) {
        throw new UnsupportedOperationException();
    }
}
