package org.mcpoauth.server.token;

import java.util.List;
import org.mcpoauth.api.Issuer;
import org.mcpoauth.api.token.Confirmation;
import org.mcpoauth.api.token.PresentedToken;
import org.mcpoauth.api.token.TokenRevoked;
import org.mcpoauth.api.token.TokenVerifier;
import org.mcpoauth.api.token.VerifiedToken;
import org.mcpoauth.server.proof.SenderConstraint;

/**
 * The whole judgement about a presented token: the token as a reader sees it, which may be a memory of
 * it, then the proof of possession of this request (RFC 9449, section 7; RFC 8705, section 3). The proof
 * comes last, because it leaves a trace that makes it useless for another request.
 */
public final class ProvingVerifier implements TokenVerifier {
    private final TokenReader reader;
    private final SenderConstraint constraint;

    public ProvingVerifier(TokenReader reader, SenderConstraint constraint) {
        this.reader = reader;
        this.constraint = constraint;
    }

    @Override
    public VerifiedToken verify(PresentedToken presented) {
        constraint.requireAcceptable(presented);
        VerifiedToken token = reader.read(presented.token());
        Confirmation key = constraint.prove(token.claims().get("cnf"), presented);
        return key == null ? token : bound(token, key);
    }

    @Override
    public void forget(TokenRevoked revoked) {
        reader.forget(revoked);
    }

    @Override
    public List<Issuer> issuersWithoutKeys() {
        return reader.issuersWithoutKeys();
    }

    private static VerifiedToken bound(VerifiedToken token, Confirmation key) {
        return new VerifiedToken(
                token.principal(),
                token.scopes(),
                token.audience(),
                token.expiresAt(),
                token.roles(),
                key,
                token.claims());
    }
}
