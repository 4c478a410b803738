package org.mcpoauth.spi.support.jose;

import java.security.Signature;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * Objects of the JCA that are initialised with one key and wait for the next token. To find and
 * initialise one costs a twentieth of an Ed25519 verification on the JDK, and as much as all reading of a
 * token beside a native provider.
 *
 * <p>Each is used by one thread at a time: taken out, and put back only when it has just found a genuine
 * signature, so that nothing which a stranger sends leaves a trace in it. Threads spread over a few
 * places; who finds his empty makes a new object. Thread-safe.
 */
final class ReadySignatures {
    private static final int PLACES = 16;

    private final AtomicReferenceArray<@Nullable Ready> places = new AtomicReferenceArray<>(PLACES);

    /** An object with whom and what it was initialised for. */
    record Ready(JcaSignatures owner, JwsAlgorithm algorithm, Signature signature) {}

    @Nullable
    Signature take(JcaSignatures owner, JwsAlgorithm algorithm) {
        Ready ready = places.getAndSet(place(), null);
        return ready != null && ready.owner() == owner && ready.algorithm() == algorithm ? ready.signature() : null;
    }

    void putBack(Ready ready) {
        places.set(place(), ready);
    }

    private static int place() {
        return (int) Thread.currentThread().getId() & (PLACES - 1);
    }
}
