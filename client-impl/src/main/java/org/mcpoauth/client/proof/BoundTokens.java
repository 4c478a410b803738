package org.mcpoauth.client.proof;

import org.jspecify.annotations.Nullable;
import org.mcpoauth.api.Secret;
import org.mcpoauth.api.client.Grant;
import org.mcpoauth.api.client.Grants;
import org.mcpoauth.api.client.RegisteredClient;
import org.mcpoauth.api.client.TokenKind;
import org.mcpoauth.api.client.TokenResponse;
import org.mcpoauth.api.error.FailureCode;
import org.mcpoauth.api.error.McpOAuthException;
import org.mcpoauth.api.error.ResponseViolationException;

/**
 * Presents grants and takes only what is bound as it must be; other tokens are revoked, for nobody will
 * use them (RFC 9449, section 5). Safe for use by several threads.
 */
public final class BoundTokens {
    private static final System.Logger LOG = System.getLogger("org.mcpoauth.client.proof");
    private static final String BOUND_TYPE = "dpop";

    private final Grants grants;

    public BoundTokens(Grants grants) {
        this.grants = grants;
    }

    /**
     * Presents a grant.
     *
     * @throws ResponseViolationException with {@code POSSESSION_MISSING} if the tokens are not bound but
     *     must be, or with {@code INVALID_RESPONSE} if they are bound to a key that was not presented
     */
    public TokenResponse present(RegisteredClient client, Grant grant, Binding binding) {
        TokenResponse answer = grants.token(client, grant, binding.dpopKey());
        boolean isBound = answer.tokenType().equals(BOUND_TYPE);
        if (isBound && binding.key() == null) {
            revoke(client, answer);
            throw new ResponseViolationException(
                    FailureCode.INVALID_RESPONSE, Possession.BOUND, "the token is bound to an unknown key");
        }
        if (!isBound && binding.required()) {
            revoke(client, answer);
            throw new ResponseViolationException(
                    FailureCode.POSSESSION_MISSING,
                    Possession.BOUND,
                    "the authorization server did not bind the token to our key");
        }
        return answer;
    }

    private void revoke(RegisteredClient client, TokenResponse answer) {
        if (client.server().revocationEndpoint().isPresent()) {
            revoke(client, answer.refreshToken(), TokenKind.REFRESH_TOKEN);
            revoke(client, answer.accessToken(), TokenKind.ACCESS_TOKEN);
        }
    }

    private void revoke(RegisteredClient client, @Nullable Secret token, TokenKind kind) {
        try {
            if (token != null) {
                grants.revoke(client, token, kind);
            }
        } catch (McpOAuthException e) {
            LOG.log(System.Logger.Level.DEBUG, "MCPO3121 a token that is not used could not be revoked: " + e.code());
        }
    }
}
