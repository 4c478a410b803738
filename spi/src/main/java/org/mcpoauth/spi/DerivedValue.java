package org.mcpoauth.spi;

import java.util.function.Function;

/** Made out of a value that may be exchanged, once for each. */
final class DerivedValue<T, R> implements Changing<R> {
    private final Changing<T> origin;
    private final Function<? super T, ? extends R> maker;
    private volatile Made<T, R> last;

    DerivedValue(Changing<T> origin, Function<? super T, ? extends R> maker) {
        this.origin = origin;
        this.maker = maker;
        this.last = made(origin.current());
    }

    @Override
    public R current() {
        T value = origin.current();
        Made<T, R> known = last;
        if (known.origin() == value) {
            return known.result();
        }
        Made<T, R> now = made(value);
        last = now;
        return now.result();
    }

    private Made<T, R> made(T value) {
        return new Made<>(value, maker.apply(value));
    }

    @Override
    public String toString() {
        return "made out of " + origin;
    }

    private record Made<T, R>(T origin, R result) {}
}
