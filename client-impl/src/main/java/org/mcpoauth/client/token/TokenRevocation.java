package org.mcpoauth.client.token;

import java.time.Duration;
import java.time.InstantSource;
import org.mcpoauth.api.Secret;
import org.mcpoauth.api.client.Grants;
import org.mcpoauth.api.client.RegisteredClient;
import org.mcpoauth.api.client.TokenKind;
import org.mcpoauth.api.error.ErrorCode;
import org.mcpoauth.api.error.McpOAuthException;
import org.mcpoauth.api.error.OAuthErrorException;
import org.mcpoauth.client.target.Targets;

/** Revokes tokens at their server (RFC 7009). */
public final class TokenRevocation {
    private static final System.Logger LOG = System.getLogger("org.mcpoauth.client.token");
    private static final ErrorCode UNSUPPORTED = new ErrorCode("unsupported_token_type");

    private final Grants grants;
    private final Targets targets;
    private final InstantSource clock;

    public TokenRevocation(Grants grants, Targets targets, InstantSource clock) {
        this.grants = grants;
        this.targets = targets;
        this.clock = clock;
    }

    /**
     * Revokes both tokens, the refresh token first: servers need not end the access token with it, and
     * need not be able to (RFC 7009, section 2.1).
     */
    void revoke(StoredTokens tokens) {
        RegisteredClient client = targets.known(tokens.issuer(), tokens.source());
        Secret refresh = tokens.refresh();
        if (refresh == null) {
            grants.revoke(client, tokens.access().value(), TokenKind.ACCESS_TOKEN);
            return;
        }
        try {
            grants.revoke(client, refresh, TokenKind.REFRESH_TOKEN);
        } finally {
            if (tokens.access().livesFor(clock.instant(), Duration.ZERO)) {
                revokeAccess(client, tokens);
            }
        }
    }

    /** Revokes tokens that came after their owner had asked for revocation; no caller waits for that. */
    public void revokeOrphan(StoredTokens tokens) {
        try {
            revoke(tokens);
        } catch (McpOAuthException e) {
            LOG.log(System.Logger.Level.WARNING, "MCPO3144 tokens could not be revoked: " + e.code());
        }
    }

    private void revokeAccess(RegisteredClient client, StoredTokens tokens) {
        try {
            grants.revoke(client, tokens.access().value(), TokenKind.ACCESS_TOKEN);
        } catch (OAuthErrorException e) {
            if (!e.error().equals(UNSUPPORTED)) {
                throw e;
            }
            LOG.log(System.Logger.Level.DEBUG, "MCPO3145 the server revokes no access tokens");
        }
    }
}
