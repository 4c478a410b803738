package org.mcpoauth.server.authorization.ready;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.mcpoauth.server.authorization.Race;
import org.mcpoauth.server.authorization.TestClock;
import org.mcpoauth.spi.support.store.InMemoryStateStore;
import org.mcpoauth.spi.support.store.StoreLimits;

/** RFC 7592, section 2.3: the tokens of a client that is removed end with it. */
class RevokedTokensTest {
    private final TestClock clock = new TestClock();
    private final RevokedTokens revoked =
            new RevokedTokens(new InMemoryStateStore(clock, StoreLimits.defaults()), clock);

    @Test
    void aLaterMarkLastsUntilItsOwnEnd() {
        revoked.addAll("app", Duration.ofMinutes(10));
        clock.advance(Duration.ofMinutes(9));
        revoked.addAll("app", Duration.ofMinutes(10));

        clock.advance(Duration.ofMinutes(9));
        assertTrue(revoked.containsAll("app"));
        clock.advance(Duration.ofMinutes(1));
        assertFalse(revoked.containsAll("app"));
    }

    @Test
    void aShorterMarkEndsNoLongerOne() {
        revoked.addAll("app", Duration.ofMinutes(10));
        revoked.addAll("app", Duration.ofMinutes(1));

        clock.advance(Duration.ofMinutes(9));
        assertTrue(revoked.containsAll("app"));
        assertFalse(revoked.containsAll("other"));
    }

    @Test
    void ofMarksAtOnceTheLongestStays() {
        AtomicInteger minutes = new AtomicInteger();
        Race.of(8, () -> {
            revoked.addAll("app", Duration.ofMinutes(minutes.incrementAndGet()));
            return true;
        });

        clock.advance(Duration.ofMinutes(8).minusMillis(1));
        assertTrue(revoked.containsAll("app"));
    }
}
