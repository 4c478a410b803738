package org.mcpoauth.server.authorization.client;

import java.util.Map;
import org.mcpoauth.api.error.EndpointException;
import org.mcpoauth.api.provider.AuthorizationServerProvider;
import org.mcpoauth.api.provider.Client;
import org.mcpoauth.spi.Changing;
import org.mcpoauth.spi.support.changing.Origin;

/**
 * The clients of the deployer. Those that are there no more are removed as clients are that unregister (RFC 7592,
 * section 2.3), before they are forgotten here: what fails is tried again.
 */
final class RemainingClients implements Origin<Map<String, Client>> {
    private static final System.Logger LOG = System.getLogger("org.mcpoauth.server.authorization.client");

    private final Changing<Map<String, Client>> listed;
    private final AuthorizationServerProvider<?, ?, ?> provider;
    private volatile Map<String, Client> last;

    RemainingClients(Changing<Map<String, Client>> listed, AuthorizationServerProvider<?, ?, ?> provider) {
        this.listed = listed;
        this.provider = provider;
        this.last = listed.current();
    }

    @Override
    public Map<String, Client> read() {
        Map<String, Client> now = listed.current();
        Map<String, Client> before = last;
        if (now != before) {
            before.values().stream()
                    .filter(client -> !now.containsKey(client.clientId()))
                    .forEach(this::remove);
            last = now;
        }
        return now;
    }

    private void remove(Client client) {
        try {
            provider.deleteClient(client);
        } catch (EndpointException e) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    () -> "MCPO4645 a client is in clients-file no more, but the provider does not end its grants: "
                            + e.error().value());
        }
    }
}
