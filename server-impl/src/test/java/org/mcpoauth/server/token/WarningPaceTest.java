package org.mcpoauth.server.token;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.mcpoauth.server.MovableClock;

/** What strangers cause is told once a minute (OAuth 2.1, section 7.1). */
class WarningPaceTest {
    private final MovableClock clock = new MovableClock();
    private final WarningPace pace = new WarningPace(clock);

    @Test
    void aWarningIsDueOnceAMinute() {
        assertTrue(pace.isDue());
        clock.move(Duration.ofSeconds(59));
        assertFalse(pace.isDue());
        clock.move(Duration.ofSeconds(1));
        assertTrue(pace.isDue());
        assertFalse(pace.isDue());
    }
}
