package org.mcpoauth.client.resource;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.api.Issuer;
import org.mcpoauth.api.Scopes;
import org.mcpoauth.api.Secret;
import org.mcpoauth.api.client.AccessToken;

/**
 * The tokens of an owner. They carry the issuer they came from and are used with no other (RFC 6749,
 * section 2.2; MCP authorization, "Authorization Server Binding").
 *
 * @param issuer the authorization server
 * @param clientId the client they were issued to
 * @param access the access token
 * @param refresh the refresh token, or {@code null}
 * @param requested every scope that was asked for so far
 */
record StoredTokens(
        Issuer issuer,
        String clientId,
        AccessToken access,
        @Nullable Secret refresh,
        Scopes requested) {
    StoredTokens {
        Objects.requireNonNull(issuer, "issuer");
        Objects.requireNonNull(clientId, "clientId");
        Objects.requireNonNull(access, "access");
        Objects.requireNonNull(requested, "requested");
    }
}
