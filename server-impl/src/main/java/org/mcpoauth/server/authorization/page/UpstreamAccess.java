package org.mcpoauth.server.authorization.page;

import org.mcpoauth.api.Issuer;
import org.mcpoauth.api.Scopes;

/**
 * What users are told before they log in with another issuer (MCP security best practices, "Confused Deputy Problem").
 *
 * @param issuer with whom they log in
 * @param scopes what this server asks of it
 */
public record UpstreamAccess(Issuer issuer, Scopes scopes) {

    /** Where the user logs in. */
    String host() {
        return issuer.uri().getRawAuthority();
    }
}
