package org.mcpoauth.client.token;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.api.Issuer;
import org.mcpoauth.api.Scopes;
import org.mcpoauth.api.Secret;
import org.mcpoauth.api.client.AccessToken;
import org.mcpoauth.client.target.ScopeChoice;
import org.mcpoauth.client.target.Source;

/**
 * The tokens of an owner. They carry the issuer they came from and are used with no other (RFC 6749,
 * section 2.2; MCP authorization, "Authorization Server Binding").
 *
 * @param issuer the authorization server
 * @param clientId the client they were issued to
 * @param access the access token
 * @param refresh the refresh token, or {@code null}
 * @param requested every scope that was asked for so far
 * @param source how the authorization server was found
 * @param keyThumbprint the key they are bound to (RFC 9449, section 6.1), or {@code null} for bearer tokens
 */
public record StoredTokens(
        Issuer issuer,
        String clientId,
        AccessToken access,
        @Nullable Secret refresh,
        Scopes requested,
        Source source,
        @Nullable String keyThumbprint) {
    public StoredTokens {
        Objects.requireNonNull(issuer, "issuer");
        Objects.requireNonNull(clientId, "clientId");
        Objects.requireNonNull(access, "access");
        Objects.requireNonNull(requested, "requested");
        Objects.requireNonNull(source, "source");
    }

    /** What was asked for and what was granted, which may differ (MCP authorization, "Step-Up Authorization Flow"). */
    public Scopes scopesSoFar() {
        return ScopeChoice.union(requested, access.scopes());
    }

    public boolean isSameAccess(StoredTokens other) {
        return access.value().equals(other.access().value());
    }
}
