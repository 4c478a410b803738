package org.mcpoauth.spi;

import java.util.Objects;
import java.util.function.Function;

/** A value that stays. */
record FixedValue<T>(T current) implements Changing<T> {
    FixedValue {
        Objects.requireNonNull(current, "value");
    }

    @Override
    public <R> Changing<R> map(Function<? super T, ? extends R> maker) {
        return new FixedValue<>(maker.apply(current));
    }

    /** The value may be a secret. */
    @Override
    public String toString() {
        return "a value that stays";
    }
}
