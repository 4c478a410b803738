package org.mcpoauth.spi;

import java.util.function.Function;
import org.mcpoauth.api.error.ConfigurationException;

/** Made out of a value that may be exchanged, once for each. */
final class DerivedValue<T, R> implements Changing<R> {
    private static final System.Logger LOG = System.getLogger("org.mcpoauth.spi.changing");

    private final Changing<T> origin;
    private final Function<? super T, ? extends R> maker;
    private volatile Made<T, R> last;

    DerivedValue(Changing<T> origin, Function<? super T, ? extends R> maker) {
        this.origin = origin;
        this.maker = maker;
        T first = origin.current();
        this.last = new Made<>(first, maker.apply(first));
    }

    @Override
    public R current() {
        T value = origin.current();
        Made<T, R> known = last;
        if (known.origin() != value) {
            known = new Made<>(value, made(value, known.result()));
            last = known;
        }
        return known.result();
    }

    private R made(T value, R former) {
        try {
            return maker.apply(value);
        } catch (RuntimeException e) {
            // only our own message is known to hold no content
            String reason = e instanceof ConfigurationException
                    ? e.getMessage()
                    : e.getClass().getSimpleName();
            LOG.log(
                    System.Logger.Level.WARNING,
                    () -> "MCPO4644 a new value of " + origin + " cannot be used, the former one stays: " + reason);
            return former;
        }
    }

    @Override
    public String toString() {
        return origin.toString();
    }

    private record Made<T, R>(T origin, R result) {}
}
