package org.mcpoauth.client.token;

import java.time.Instant;
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
 * @param receivedAt when the access token came, so that its whole life is known
 * @param keyThumbprint the key the tokens are bound to (RFC 9449, section 6.1), or {@code null} for bearer tokens
 * @param standing what the MCP server last said about the access token
 */
public record StoredTokens(
        Issuer issuer,
        String clientId,
        AccessToken access,
        @Nullable Secret refresh,
        Scopes requested,
        Source source,
        Instant receivedAt,
        @Nullable String keyThumbprint,
        Standing standing) {
    public StoredTokens {
        Objects.requireNonNull(issuer, "issuer");
        Objects.requireNonNull(clientId, "clientId");
        Objects.requireNonNull(access, "access");
        Objects.requireNonNull(requested, "requested");
        Objects.requireNonNull(source, "source");
        Objects.requireNonNull(receivedAt, "receivedAt");
        Objects.requireNonNull(standing, "standing");
    }

    /** What the MCP server said about an access token. */
    public enum Standing {
        /** Nothing against it. */
        GOOD,
        /** It was refused; its refresh token may bring a better one. */
        REFUSED,
        /** It was refused though it was new: another one from the same refresh token will not do. */
        USELESS
    }

    /** What was asked for and what was granted, which may differ (MCP authorization, "Step-Up Authorization Flow"). */
    public Scopes scopesSoFar() {
        return ScopeChoice.union(requested, access.scopes());
    }

    public boolean isSameAccess(StoredTokens other) {
        return access.value().equals(other.access().value());
    }

    /** Whether both are the same tokens, whatever was said about them since. */
    boolean isSame(StoredTokens other) {
        return isSameAccess(other) && Objects.equals(refresh, other.refresh());
    }

    /** Whether tokens that these brought, by a refresh or by the same grant, may take the place of others. */
    boolean areAncestorsOf(StoredTokens other) {
        return isSameAccess(other) || (refresh != null && Objects.equals(refresh, other.refresh()));
    }

    /** The same after the MCP server spoke about the access token. */
    StoredTokens withStanding(Standing other) {
        return new StoredTokens(issuer, clientId, access, refresh, requested, source, receivedAt, keyThumbprint, other);
    }

    /** The same after the server ended the refresh token; the access token keeps its life. */
    StoredTokens withoutRefresh() {
        return new StoredTokens(issuer, clientId, access, null, requested, source, receivedAt, keyThumbprint, standing);
    }
}
