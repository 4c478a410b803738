package org.mcpoauth.server.authorization.exchange;

import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.api.Issuer;
import org.mcpoauth.api.Secret;
import org.mcpoauth.api.metadata.TokenTypeIdentifier;
import org.mcpoauth.api.provider.Client;
import org.mcpoauth.api.provider.IssuedAccessToken;
import org.mcpoauth.api.token.Confirmation;
import org.mcpoauth.server.authorization.assertion.AssertionTimes;
import org.mcpoauth.server.authorization.assertion.AssertionVerifier;
import org.mcpoauth.server.authorization.assertion.PresentedAssertion;
import org.mcpoauth.server.authorization.assertion.ProvedKeys;
import org.mcpoauth.spi.server.ExchangeParty;
import org.mcpoauth.spi.support.codec.MalformedException;
import org.mcpoauth.spi.support.codec.MalformedException.Fault;
import org.mcpoauth.spi.support.jose.JwtClaims;

/**
 * ID tokens and other JWTs of trusted issuers that are exchanged (RFC 8693, section 3). Each must be meant for who
 * presents it: an ID token for the client (OpenID Connect Core, section 2), another JWT for this server (RFC 7523,
 * section 3). Thread-safe.
 */
final class ForeignTokens {
    private final Issuer self;
    private final AssertionVerifier verifier;
    private final AssertionTimes times;

    ForeignTokens(Issuer self, AssertionVerifier verifier, InstantSource clock) {
        this.self = self;
        this.verifier = verifier;
        this.times = AssertionTimes.unlimited(clock);
    }

    /**
     * Verifies a token.
     *
     * @throws MalformedException with the rule it breaks; the text is ours and has nothing of the token
     * @throws org.mcpoauth.api.error.TransportException if the keys of its issuer cannot be had now
     */
    <A extends IssuedAccessToken> ExchangedToken<A> read(
            Secret text, TokenTypeIdentifier type, Client client, @Nullable Confirmation proved)
            throws MalformedException {
        PresentedAssertion presented = verifier.read(text);
        // any other type says that it is something else, such as an access token or a proof
        require(presented.isUntyped() || presented.hasType("jwt"), "it is another type of JWT");
        JwtClaims claims = presented.claims();
        Issuer issuer = verifier.requireTrusted(presented);
        boolean isIdToken = type.equals(TokenTypeIdentifier.ID_TOKEN);
        require(
                claims.audience().equals(List.of(isIdToken ? client.clientId() : self.value())),
                "the audience is somebody else");
        String authorized = claims.text("azp");
        require(authorized == null || authorized.equals(client.clientId()), "it was issued to another client");
        times.require(claims);
        String subject = claims.requiredText("sub");
        String clientId = isIdToken ? client.clientId() : claims.text("client_id");
        ProvedKeys.require(claims, proved);
        verifier.requireSigned(presented);
        ExchangeParty party = new ExchangeParty(issuer, subject, clientId, claims.scope(), List.of(), false);
        return new ExchangedToken<>(party, null, claims, claims.requiredTime("exp"));
    }

    private static void require(boolean rule, String otherwise) throws MalformedException {
        if (!rule) {
            throw new MalformedException(Fault.CLAIM, otherwise);
        }
    }
}
