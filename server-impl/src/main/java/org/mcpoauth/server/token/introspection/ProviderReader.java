package org.mcpoauth.server.token.introspection;

import org.mcpoauth.api.Issuer;
import org.mcpoauth.api.Secret;
import org.mcpoauth.api.error.RejectionReason;
import org.mcpoauth.api.error.TokenRejectedException;
import org.mcpoauth.api.provider.AuthorizationServerProvider;
import org.mcpoauth.api.provider.IssuedAccessToken;
import org.mcpoauth.api.token.VerifiedToken;
import org.mcpoauth.server.authorization.token.TokenDescription;
import org.mcpoauth.server.token.TokenReader;
import org.mcpoauth.spi.support.jose.JwsParser;
import org.mcpoauth.spi.support.json.StrictJson;

/**
 * Reads the tokens of the authorization server in this very process, by asking its provider as its
 * introspection endpoint would. A revoked token ends at once, and nothing goes over the network.
 *
 * @param <A> the provider's access tokens
 */
public final class ProviderReader<A extends IssuedAccessToken> implements TokenReader {
    private final AuthorizationServerProvider<?, ?, A> provider;
    private final TokenDescription description;
    private final ActiveTokenRules rules;

    /**
     * Makes a reader.
     *
     * @param issuer whose tokens the provider knows
     * @param provider knows them
     * @param claims what goes for every token
     * @param json builds what is said of them
     */
    public ProviderReader(
            Issuer issuer, AuthorizationServerProvider<?, ?, A> provider, ClaimRules claims, StrictJson json) {
        this.provider = provider;
        this.description = new TokenDescription(issuer, json);
        this.rules = new ActiveTokenRules(issuer, claims);
    }

    @Override
    public VerifiedToken read(Secret token) {
        if (token.reveal().length() > JwsParser.DEFAULT_MAX_LENGTH) {
            throw ActiveTokenRules.logged(new TokenRejectedException(RejectionReason.TOO_LARGE), "");
        }
        A known = provider.loadAccessToken(token)
                .orElseThrow(() -> ActiveTokenRules.logged(new TokenRejectedException(RejectionReason.INACTIVE), ""));
        return rules.judge(description.of(known));
    }
}
