package org.mcpoauth.client.obtain;

import java.time.Duration;

/** Lets time pass. */
@FunctionalInterface
interface Pause {
    /** Sleeps. */
    Pause REAL = time -> Thread.sleep(time.toMillis());

    void of(Duration time) throws InterruptedException;
}
