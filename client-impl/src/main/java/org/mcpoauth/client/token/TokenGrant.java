package org.mcpoauth.client.token;

import org.mcpoauth.client.target.Target;

/** One way to new tokens (RFC 6749, section 4). Safe for use by several threads. */
public interface TokenGrant {

    /**
     * Obtains tokens; storing them is the caller's part.
     *
     * @param owner whose tokens they will be
     * @param target where they come from
     * @param demand what they are for
     * @throws org.mcpoauth.api.error.AuthorizationRequiredException if the user has to act first
     * @throws org.mcpoauth.api.error.McpOAuthException if a protocol step fails
     */
    StoredTokens obtain(Owner owner, Target target, Demand demand);

    /** Whether a user is asked; tokens of other grants can be had again at any time. */
    boolean asksUser(Owner owner);
}
