package org.mcpoauth.spi.server;

import org.mcpoauth.api.Scopes;
import org.mcpoauth.api.provider.AuthorizationParameters;
import org.mcpoauth.api.provider.Client;
import org.mcpoauth.api.provider.ResourceOwner;

/** Says what a user may grant to a client at the ready provider. Safe for use by several threads. */
public interface GrantPolicy {
    /** Everything that was asked for, after consent. */
    GrantPolicy WITH_CONSENT = new GrantPolicy() {};

    /**
     * The scopes a user may grant.
     *
     * @param client who asks
     * @param owner who grants
     * @param parameters what is asked for; its scopes are ones this server knows
     * @return some or all of the requested scopes; none at all denies the request if any was asked for
     */
    default Scopes grantable(Client client, ResourceOwner owner, AuthorizationParameters parameters) {
        return parameters.scopes();
    }

    /**
     * Whether the user has to be asked.
     *
     * @param client who asks
     * @param owner who grants
     * @param scopes what would be granted
     * @return {@code true}, the default, to show the consent page
     */
    default boolean requiresConsent(Client client, ResourceOwner owner, Scopes scopes) {
        return true;
    }
}
