package org.mcpoauth.spi;

import java.util.function.Function;

/**
 * A value of a configuration that may be exchanged while the application runs, such as a secret in a file. Whoever needs
 * it asks each time and keeps it no longer than for one request.
 *
 * <p>Implementations are safe for use by several threads, answer at once and never fail: what cannot be had anew leaves
 * the value as it was. They give the same object as long as the value is the same, and their text form never holds it.
 *
 * @param <T> the type of the value, which is immutable
 */
@FunctionalInterface
public interface Changing<T> {

    /**
     * The value of now. It keeps the rules of the place where this stands in a configuration.
     *
     * @return the value
     */
    T current();

    /**
     * A value that stays.
     *
     * @param value the value
     * @param <T> its type
     * @return equal to all others that hold an equal value
     */
    static <T> Changing<T> of(T value) {
        return new FixedValue<>(value);
    }

    /**
     * What is made out of the value: at once, and again whenever it is another one. What the maker refuses later is told
     * in the log once, and the former result stays.
     *
     * @param maker makes it, in the thread that asks; several threads may ask at the same time
     * @param <R> the type of what is made
     * @return gives what was made out of the last usable value
     * @throws RuntimeException what the maker throws for the value of now
     */
    default <R> Changing<R> map(Function<? super T, ? extends R> maker) {
        return new DerivedValue<>(this, maker);
    }
}
