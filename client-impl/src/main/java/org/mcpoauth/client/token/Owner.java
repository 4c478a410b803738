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

    /** The key of the stored tokens; the separators cannot occur in a name or URL. */
    public StateKey tokens() {
        String whose = user == null ? "application" : "user\n" + user;
        return new StateKey(TOKENS, Sha256.hex(client + "\n" + resource + "\n" + whose));
    }
}
