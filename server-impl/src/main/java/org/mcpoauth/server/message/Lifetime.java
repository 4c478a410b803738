package org.mcpoauth.server.message;

import org.mcpoauth.spi.Timer;

/** The time in which something may be sent. */
public interface Lifetime {

    /** No end. */
    Lifetime ENDLESS = new Lifetime() {
        @Override
        public boolean isOver() {
            return false;
        }

        @Override
        public Timer.Pending atEnd(Runnable task) {
            return Timer.Pending.NONE;
        }
    };

    /** Whether it is over. */
    boolean isOver();

    /** Has a task run by another thread when it is over, at once if it is. */
    Timer.Pending atEnd(Runnable task);
}
