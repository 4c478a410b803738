package org.mcpoauth.server.authorization.exchange;

import java.time.InstantSource;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.api.Issuer;
import org.mcpoauth.api.Secret;
import org.mcpoauth.api.metadata.TokenTypeIdentifier;
import org.mcpoauth.api.provider.AuthorizationServerProvider;
import org.mcpoauth.api.provider.Client;
import org.mcpoauth.api.provider.IssuedAccessToken;
import org.mcpoauth.api.token.Confirmation;
import org.mcpoauth.server.authorization.assertion.AssertionVerifier;
import org.mcpoauth.spi.support.codec.MalformedException;
import org.mcpoauth.spi.support.codec.MalformedException.Fault;

/**
 * Verifies the tokens of an exchange by their declared type (RFC 8693, section 3). Thread-safe.
 *
 * @param <A> the provider's access tokens
 */
public final class ExchangedTokens<A extends IssuedAccessToken> {
    private final OwnAccessTokens<A> own;
    private final ForeignTokens foreign;

    /**
     * Makes the verifier.
     *
     * @param self this server
     * @param provider knows its access tokens
     * @param verifier knows the trusted issuers of other tokens
     * @param clock what time it is
     */
    public ExchangedTokens(
            Issuer self,
            AuthorizationServerProvider<?, ?, A> provider,
            AssertionVerifier verifier,
            InstantSource clock) {
        this.own = new OwnAccessTokens<>(self, provider);
        this.foreign = new ForeignTokens(self, verifier, clock);
    }

    /**
     * Verifies a token.
     *
     * @param text what was presented
     * @param type what it is said to be
     * @param client who presents it
     * @param proved the keys that client proved to hold, {@code null} for none
     * @return the token
     * @throws MalformedException with the rule it breaks; the text is ours and has nothing of the token
     * @throws org.mcpoauth.api.error.TransportException if the keys of its issuer cannot be had now
     */
    public ExchangedToken<A> read(Secret text, String type, Client client, @Nullable Confirmation proved)
            throws MalformedException {
        if (type.equals(TokenTypeIdentifier.ACCESS_TOKEN.value())) {
            return own.read(text, proved);
        }
        if (type.equals(TokenTypeIdentifier.ID_TOKEN.value())) {
            return foreign.read(text, TokenTypeIdentifier.ID_TOKEN, client, proved);
        }
        if (type.equals(TokenTypeIdentifier.JWT.value())) {
            return foreign.read(text, TokenTypeIdentifier.JWT, client, proved);
        }
        throw new MalformedException(Fault.CLAIM, "its type is not supported");
    }
}
