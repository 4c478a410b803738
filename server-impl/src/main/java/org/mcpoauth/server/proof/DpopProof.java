package org.mcpoauth.server.proof;

import java.time.Instant;
import java.util.Objects;

/**
 * A proof that is right in itself (RFC 9449, section 4.3) and may yet be a replay, see {@link
 * ProofReplays}.
 *
 * @param thumbprint the SHA-256 thumbprint of the key that made it: {@code jkt} (RFC 7638)
 * @param id its {@code jti}
 * @param goodUntil from when on it is refused for its age
 */
public record DpopProof(String thumbprint, String id, Instant goodUntil) {

    public DpopProof {
        Objects.requireNonNull(thumbprint, "thumbprint");
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(goodUntil, "goodUntil");
    }

    /** Gives the thumbprint; the identifier is a peer's text. */
    @Override
    public String toString() {
        return "DpopProof[" + thumbprint + "]";
    }
}
