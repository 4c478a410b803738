package org.mcpoauth.server;

import org.mcpoauth.spi.Changing;

/** A value that a test exchanges, as a deployer exchanges a file. */
public final class Exchanged<T> implements Changing<T> {
    private volatile T value;

    public Exchanged(T value) {
        this.value = value;
    }

    @Override
    public T current() {
        return value;
    }

    public void set(T other) {
        value = other;
    }
}
