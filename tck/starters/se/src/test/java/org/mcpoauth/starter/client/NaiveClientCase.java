package org.mcpoauth.starter.client;

import org.mcpoauth.spi.McpOAuthClientFactory;
import org.mcpoauth.spi.McpOAuthRuntime;
import org.mcpoauth.tck.client.McpOAuthClientContract;

/** The contract held against a client that believes everything. */
final class NaiveClientCase extends McpOAuthClientContract {

    @Override
    protected McpOAuthRuntime.Builder newRuntime() {
        return super.newRuntime().implementation(McpOAuthClientFactory.class, new NaiveClients());
    }
}
