package org.mcpoauth.server.token;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mcpoauth.api.error.FailureCode;
import org.mcpoauth.api.error.TransportException;

/** When the next fetch of a key set is due. */
class FetchAttemptsTest {
    private static final Instant NOW = Instant.parse("2026-08-01T12:00:00Z");
    private static final Duration LONGEST = Duration.ofSeconds(30);
    private final TransportException down =
            new TransportException(FailureCode.CONNECTION_FAILED, URI.create("https://as.example/keys"), "down", null);

    private FetchAttempts failed(int times, double chance) {
        FetchAttempts attempts = FetchAttempts.NONE;
        for (int i = 0; i < times; i++) {
            attempts = attempts.failed(NOW, NOW, down, LONGEST, chance);
        }
        return attempts;
    }

    @Test
    void theFirstFetchIsDueAtOnce() {
        assertTrue(FetchAttempts.NONE.isDue(Instant.MIN));
        assertTrue(FetchAttempts.NONE.isCooledDown(Instant.MIN, LONGEST));
    }

    @ParameterizedTest
    @CsvSource({
        "1, 500, 1000",
        "2, 1000, 2000",
        "3, 2000, 4000",
        "5, 8000, 16000",
        "6, 15000, 30000",
        "7, 15000, 30000",
        "100, 15000, 30000"
    })
    void theWaitDoublesUpToTheCoolDownAndHalfOfItIsChance(int failures, long least, long most) {
        assertEquals(NOW.plusMillis(least), failed(failures, 0).dueAt());
        assertEquals(NOW.plusMillis(most), failed(failures, 1).dueAt());
        assertEquals(NOW.plusMillis((least + most) / 2), failed(failures, 0.5).dueAt());
    }

    @Test
    void theWaitBeginsWhenTheFailureCameAndTheCoolDownWhenTheFetchBegan() {
        Instant end = NOW.plusSeconds(5);
        FetchAttempts attempts = FetchAttempts.NONE.failed(NOW, end, down, LONGEST, 1);
        assertFalse(attempts.isDue(end.plusMillis(999)));
        assertTrue(attempts.isDue(end.plusMillis(1000)));
        assertFalse(attempts.isCooledDown(NOW.plusMillis(29_999), LONGEST));
        assertTrue(attempts.isCooledDown(NOW.plusSeconds(30), LONGEST));
    }

    @Test
    void aSuccessEndsTheRow() {
        FetchAttempts attempts = FetchAttempts.succeeded(NOW);
        assertTrue(attempts.isDue(NOW));
        assertNull(attempts.failure());
        assertEquals(
                NOW.plusSeconds(1), attempts.failed(NOW, NOW, down, LONGEST, 1).dueAt());
    }
}
