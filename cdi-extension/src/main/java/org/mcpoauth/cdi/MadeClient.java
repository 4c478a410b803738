package org.mcpoauth.cdi;

import org.mcpoauth.api.McpOAuthClient;
import org.mcpoauth.spi.ClientConfiguration;

/**
 * A client as its factory made it, and from what. Injected clients are proxies, which no factory knows again. Public for the
 * container alone.
 *
 * @param client the client
 * @param configuration what it was made from
 */
public record MadeClient(McpOAuthClient client, ClientConfiguration configuration) {}
