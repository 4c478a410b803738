package org.mcpoauth.server.proof;

import java.net.http.HttpHeaders;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.spi.support.codec.MalformedException;
import org.mcpoauth.spi.support.jose.JwsParser;
import org.mcpoauth.spi.support.json.StrictJson;

/**
 * Gives clients the nonce for their next proof, when the one they used is not the newest (RFC 9449,
 * sections 8.2 and 9): with the refusal of a proof without a fresh one, and ahead of time with every
 * other answer. Such an answer must not be cached, or its nonce would come back stale (section 8.2).
 */
public final class NonceOffers {
    private final @Nullable DpopNonces nonces;
    private final JwsParser proofs;

    /**
     * The offers of one server.
     *
     * @param nonces what to offer, or {@code null} where proofs need no nonce
     */
    public NonceOffers(@Nullable DpopNonces nonces, StrictJson json) {
        this.nonces = nonces;
        this.proofs = JwsParser.ofProofs(json);
    }

    /** The header lines for the answer to a request with these headers; none if it needs none. */
    public Map<String, String> lines(HttpHeaders request) {
        if (nonces == null) {
            return Map.of();
        }
        List<String> presented = request.allValues("DPoP");
        if (presented.isEmpty() || isCurrent(nonces, presented.get(0))) {
            return Map.of();
        }
        return Map.of("DPoP-Nonce", nonces.current(), "Cache-Control", "no-store");
    }

    /** Whoever made the proof: nobody gets more than the nonce of now out of a wrong one. */
    private boolean isCurrent(DpopNonces known, String proof) {
        try {
            String nonce = proofs.claims(proofs.parse(proof)).text("nonce");
            return nonce != null && known.isCurrent(nonce);
        } catch (MalformedException e) {
            return false;
        }
    }
}
