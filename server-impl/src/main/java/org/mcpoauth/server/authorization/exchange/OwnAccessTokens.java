package org.mcpoauth.server.authorization.exchange;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.api.Issuer;
import org.mcpoauth.api.Secret;
import org.mcpoauth.api.provider.AuthorizationServerProvider;
import org.mcpoauth.api.provider.IssuedAccessToken;
import org.mcpoauth.api.token.Confirmation;
import org.mcpoauth.server.authorization.assertion.ProvedKeys;
import org.mcpoauth.spi.server.ExchangeParty;
import org.mcpoauth.spi.support.codec.MalformedException;
import org.mcpoauth.spi.support.codec.MalformedException.Fault;
import org.mcpoauth.spi.support.jose.JwtClaims;

/**
 * Access tokens of this server that are exchanged: active ones, by who holds their key (RFC 9449, section 6).
 *
 * @param <A> the provider's access tokens
 * @param self this server
 * @param provider knows its tokens
 */
record OwnAccessTokens<A extends IssuedAccessToken>(Issuer self, AuthorizationServerProvider<?, ?, A> provider) {

    /**
     * Finds a token.
     *
     * @throws MalformedException with the rule it breaks; the text is ours and has nothing of the token
     */
    ExchangedToken<A> read(Secret text, @Nullable Confirmation proved) throws MalformedException {
        A token = provider.loadAccessToken(text)
                .orElseThrow(() -> new MalformedException(Fault.CLAIM, "it is not active"));
        ProvedKeys.require(token.confirmation(), proved);
        ExchangeParty party = new ExchangeParty(
                self,
                Optional.ofNullable(token.subject()).orElse(token.clientId()),
                token.clientId(),
                token.scopes(),
                token.resources(),
                true);
        return new ExchangedToken<>(party, token, new JwtClaims(token.claims()), token.expiresAt());
    }
}
