package org.mcpoauth.server.token.cache;

import jakarta.json.JsonString;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.api.token.TokenPrincipal;
import org.mcpoauth.api.token.TokenRevoked;
import org.mcpoauth.api.token.VerifiedToken;

/** Which tokens are meant by the news that some were revoked. A token without issuer is meant by all. */
final class RevokedTokens {
    private RevokedTokens() {}

    /** Whether a token is among those that were revoked by their identifier or principal. */
    static boolean contain(TokenRevoked revoked, VerifiedToken token) {
        TokenPrincipal principal = token.principal();
        if (revoked instanceof TokenRevoked.ById one) {
            boolean isNamed = token.claims().get("jti") instanceof JsonString id
                    && id.getString().equals(one.tokenId());
            return isNamed && matches(one.issuer(), principal.issuer());
        }
        return revoked instanceof TokenRevoked.ByPrincipal all
                && matches(all.issuer(), principal.issuer())
                && matches(all.clientId(), principal.clientId())
                && matches(all.subject(), principal.subject());
    }

    private static boolean matches(@Nullable Object wanted, @Nullable Object present) {
        return wanted == null || present == null || wanted.equals(present);
    }
}
