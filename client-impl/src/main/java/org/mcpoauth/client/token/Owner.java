package org.mcpoauth.client.token;

import org.jspecify.annotations.Nullable;
import org.mcpoauth.api.ResourceIdentifier;
import org.mcpoauth.spi.store.StateKey;
import org.mcpoauth.spi.support.codec.Sha256;

/**
 * Whose tokens: a configured client, at an MCP server, for a user or for the application itself.
 *
 * @param client the configured name
 * @param resource the MCP server
 * @param user the name of the user, or {@code null} for the application
 */
public record Owner(
        String client,
        ResourceIdentifier resource,
        @Nullable String user) {
    private static final String TOKENS = "client-tokens";
    private static final String REFRESH = "client-refresh";

    /** The key of the stored tokens. */
    public StateKey tokens() {
        return new StateKey(TOKENS, id());
    }

    /** The key of the lease that one node at a time renews them under. */
    StateKey refresh() {
        return new StateKey(REFRESH, id());
    }

    /** The separators cannot occur in a name or URL. */
    private String id() {
        String whose = user == null ? "application" : "user\n" + user;
        return Sha256.hex(client + "\n" + resource + "\n" + whose);
    }
}
