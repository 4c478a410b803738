package org.mcpoauth.spi;

/** A value that a test exchanges, as a deployer exchanges a file. */
public final class Exchanged<T> implements Changing<T> {
    private volatile T value;

    /** Begins with a value. */
    public Exchanged(T value) {
        this.value = value;
    }

    @Override
    public T current() {
        return value;
    }

    /** Exchanges it. */
    public void set(T other) {
        value = other;
    }
}
