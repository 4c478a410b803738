package org.mcpoauth.server.authorization.key;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.mcpoauth.api.client.SigningKey;
import org.mcpoauth.api.error.StorageException;
import org.mcpoauth.spi.key.KeySource;
import org.mcpoauth.spi.key.VerificationKey;
import org.mcpoauth.spi.support.codec.MalformedException;

/**
 * Keys that may change where they are kept. Whoever needs them looks from time to time, so that no thread waits for
 * changes; while one looks, and when nothing usable is found, the others go on with the keys they had.
 */
final class RenewedKeys implements KeySource {
    private static final System.Logger LOG = System.getLogger("org.mcpoauth.server.authorization.key");

    private final KeyStock stock;
    private final Duration pace;
    private final InstantSource clock;
    private final AtomicBoolean isLooking = new AtomicBoolean();
    private volatile Look last;

    private RenewedKeys(KeyStock stock, Duration pace, InstantSource clock, HeldKeys first) {
        this.stock = stock;
        this.pace = pace;
        this.clock = clock;
        this.last = new Look(first, clock.instant().plus(pace), false);
    }

    /**
     * Looks for the first time.
     *
     * @param pace the time between two looks
     * @throws MalformedException if the keys cannot be used
     * @throws IOException if they cannot be read
     */
    static RenewedKeys of(KeyStock stock, Duration pace, InstantSource clock) throws MalformedException, IOException {
        return new RenewedKeys(stock, pace, clock, stock.read());
    }

    @Override
    public SigningKey signingKey() {
        return current().signing();
    }

    @Override
    public List<VerificationKey> verificationKeys() {
        return current().verifying();
    }

    private HeldKeys current() {
        Look known = last;
        if (clock.instant().isBefore(known.next()) || !isLooking.compareAndSet(false, true)) {
            return known.keys();
        }
        try {
            return look(last).keys();
        } finally {
            isLooking.set(false);
        }
    }

    private Look look(Look before) {
        Instant next = clock.instant().plus(pace);
        Look now;
        try {
            now = new Look(stock.read(), next, false);
        } catch (MalformedException | IOException | StorageException e) {
            if (!before.isFailed()) {
                LOG.log(
                        System.Logger.Level.ERROR,
                        () -> "MCPO4591 the signing keys cannot be read anew, which is told once; the known ones stay: "
                                + e.getClass().getSimpleName());
            }
            now = new Look(before.keys(), next, true);
        }
        last = now;
        return now;
    }

    private record Look(HeldKeys keys, Instant next, boolean isFailed) {}
}
