package org.mcpoauth.spi.support.changing;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.spi.Changing;
import org.mcpoauth.spi.support.codec.MalformedException;

/**
 * A value that may change where it is kept. Whoever needs it looks from time to time, so that no thread waits for
 * changes; while one looks, and when nothing usable is found, the others go on with the value they had.
 *
 * @param <T> the type of the value
 */
public final class Renewed<T> implements Changing<T> {
    /** The time between two looks at a file. */
    public static final Duration FILE_PACE = Duration.ofSeconds(10);

    private static final System.Logger LOG = System.getLogger("org.mcpoauth.spi.changing");

    private final Origin<T> origin;
    private final String name;
    private final Duration pace;
    private final InstantSource clock;
    private final AtomicBoolean isLooking = new AtomicBoolean();
    private volatile Look<T> last;

    private Renewed(Origin<T> origin, String name, Duration pace, InstantSource clock, T first) {
        this.origin = origin;
        this.name = name;
        this.pace = pace;
        this.clock = clock;
        this.last = new Look<>(first, clock.instant().plus(pace), null);
    }

    /**
     * Looks for the first time.
     *
     * @param origin where the value is kept
     * @param name what the log calls it: the key of the configuration
     * @param pace the time between two looks
     * @param clock tells when it is over
     * @param <T> the type of the value
     * @return the value
     * @throws MalformedException if it cannot be used
     * @throws IOException if it cannot be read
     */
    public static <T> Renewed<T> of(Origin<T> origin, String name, Duration pace, InstantSource clock)
            throws MalformedException, IOException {
        return new Renewed<>(origin, name, pace, clock, origin.read());
    }

    @Override
    public T current() {
        Look<T> known = last;
        if (clock.instant().isBefore(known.next()) || !isLooking.compareAndSet(false, true)) {
            return known.value();
        }
        try {
            return look(last).value();
        } finally {
            isLooking.set(false);
        }
    }

    private Look<T> look(Look<T> before) {
        Instant next = clock.instant().plus(pace);
        Look<T> now;
        try {
            now = new Look<>(origin.read(), next, null);
        } catch (MalformedException | IOException | RuntimeException e) {
            if (!before.hasTold(e)) {
                tell(e);
            }
            now = new Look<>(before.value(), next, e);
        }
        last = now;
        return now;
    }

    /** Only our own message is known to hold no content. */
    private void tell(Exception e) {
        String reason = e instanceof MalformedException
                ? String.valueOf(e.getMessage())
                : e.getClass().getSimpleName();
        LOG.log(
                System.Logger.Level.WARNING,
                () -> "MCPO4643 " + name + " cannot be read anew, which is told once; the known value stays: "
                        + reason);
    }

    @Override
    public String toString() {
        return name;
    }

    private record Look<T>(T value, Instant next, @Nullable Exception failure) {
        /** Bad content is the same exception until it changes, an outage another one with each look. */
        boolean hasTold(Exception e) {
            boolean isSameOutage = failure != null
                    && !(e instanceof MalformedException)
                    && failure.getClass().equals(e.getClass());
            return failure == e || isSameOutage;
        }
    }
}
