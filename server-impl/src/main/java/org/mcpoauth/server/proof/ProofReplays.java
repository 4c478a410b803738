package org.mcpoauth.server.proof;

import java.time.Duration;
import java.time.InstantSource;
import org.mcpoauth.api.error.RejectionReason;
import org.mcpoauth.api.error.TokenRejectedException;
import org.mcpoauth.spi.store.StateEntry;
import org.mcpoauth.spi.store.StateKey;
import org.mcpoauth.spi.store.StateStore;
import org.mcpoauth.spi.support.codec.Sha256;

/**
 * Remembers the proofs one server has accepted, for as long as each could be accepted (RFC 9449, section
 * 11.1), on all nodes that share the store. A full store refuses new proofs: forgetting a live one would
 * open the way for its replay. Each key has its proofs in one of sixteen parts, so that it can fill no
 * other. Thread-safe.
 */
public final class ProofReplays {
    private static final System.Logger LOG = System.getLogger("org.mcpoauth.server.proof");
    private static final String NAMESPACE = "dpop.";
    private static final int AUDIENCE_LENGTH = 32;
    private static final int LAST_PART = 15;
    private static final StateEntry USED = StateEntry.of("");

    private final StateStore store;
    private final String namespace;
    private final InstantSource clock;
    private final Duration skew;

    /**
     * The memory of one server.
     *
     * @param audience the server; each has room of its own in the store
     * @param skew how far the clocks of nodes may differ: that much longer a proof is remembered
     */
    public ProofReplays(StateStore store, String audience, InstantSource clock, Duration skew) {
        this.store = store;
        this.namespace = NAMESPACE + Sha256.hex(audience).substring(0, AUDIENCE_LENGTH);
        this.clock = clock;
        this.skew = skew;
    }

    /**
     * Notes that a proof is used. It is the last check of a request, since it cannot be undone.
     *
     * @throws TokenRejectedException with {@code DPOP_PROOF} if it was used before
     * @throws org.mcpoauth.api.error.StorageException if that cannot be told now
     */
    public void requireFirstUse(DpopProof proof) {
        // a client answers for its own identifiers: those of another key are none of its business
        StateKey key = new StateKey(part(proof), Sha256.base64Url(proof.thumbprint() + "." + proof.id()));
        Duration left = Duration.between(clock.instant(), proof.goodUntil());
        // the clock may have passed the end since the age was checked
        boolean isFirst = left.compareTo(Duration.ZERO) > 0 && store.putIfAbsent(key, USED, left.plus(skew));
        if (!isFirst) {
            LOG.log(System.Logger.Level.DEBUG, "MCPO4703 DPoP proof used before");
            throw new TokenRejectedException(RejectionReason.DPOP_PROOF);
        }
    }

    /** The namespace of a key; the hash of a text is the same on all nodes. */
    private String part(DpopProof proof) {
        return namespace + "." + Integer.toHexString(proof.thumbprint().hashCode() & LAST_PART);
    }
}
