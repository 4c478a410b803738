package org.mcpoauth.cdi;

import org.mcpoauth.api.McpOAuthClient;

/**
 * A client as its factory made it. Injected clients are proxies, which no factory knows again. Public for the
 * container alone.
 *
 * @param client the client
 */
public record MadeClient(McpOAuthClient client) {}
