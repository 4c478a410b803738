package org.mcpoauth.server.authorization.exchange;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.api.provider.IssuedAccessToken;
import org.mcpoauth.spi.server.ExchangeParty;
import org.mcpoauth.spi.support.jose.JwtClaims;

/**
 * A verified token of an exchange.
 *
 * @param <A> the provider's access tokens
 * @param party whom it is about
 * @param own the token, if it is an access token of this server, else {@code null}
 * @param claims what else it says
 * @param expiresAt when it ends
 */
public record ExchangedToken<A extends IssuedAccessToken>(
        ExchangeParty party, @Nullable A own, JwtClaims claims, Instant expiresAt) {

    /** Says nothing of the token: it is personal. */
    @Override
    public String toString() {
        return "ExchangedToken";
    }
}
