package org.mcpoauth.cdi.telemetry;

import io.opentelemetry.api.metrics.LongCounter;
import io.opentelemetry.api.metrics.Meter;
import java.util.List;
import org.mcpoauth.api.Issuer;
import org.mcpoauth.api.token.PresentedToken;
import org.mcpoauth.api.token.TokenRevoked;
import org.mcpoauth.api.token.TokenVerifier;
import org.mcpoauth.api.token.VerifiedToken;

/** Counts accepted tokens; refused ones are counted with their reasons elsewhere. */
final class CountedVerifier implements TokenVerifier {
    private final TokenVerifier verifier;
    private final LongCounter verified;

    CountedVerifier(Meter meter, TokenVerifier verifier) {
        this.verifier = verifier;
        this.verified = meter.counterBuilder("mcp.oauth.token.verified")
                .setDescription("access tokens that were accepted")
                .build();
    }

    @Override
    public VerifiedToken verify(PresentedToken presented) {
        VerifiedToken token = verifier.verify(presented);
        verified.add(1);
        return token;
    }

    @Override
    public void forget(TokenRevoked revoked) {
        verifier.forget(revoked);
    }

    @Override
    public List<Issuer> issuersWithoutKeys() {
        return verifier.issuersWithoutKeys();
    }
}
