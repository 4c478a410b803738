package org.mcpoauth.server.authorization.grant;

import org.mcpoauth.api.metadata.GrantType;
import org.mcpoauth.api.provider.Client;

/** Answers the token requests of one grant type. */
interface GrantHandler {

    GrantType type();

    /** Whether the client may use this grant type at all. */
    default boolean isAllowed(Client client) {
        return client.metadata().grantTypes().contains(type());
    }

    /**
     * Judges a request, which uses nothing up.
     *
     * @return what issues the tokens
     * @throws org.mcpoauth.api.error.EndpointException to refuse
     */
    JudgedGrant judge(TokenCall call);
}
