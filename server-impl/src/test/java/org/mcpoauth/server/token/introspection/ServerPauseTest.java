package org.mcpoauth.server.token.introspection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mcpoauth.api.error.TransportException;
import org.mcpoauth.server.MovableClock;

@DisplayName("RFC 9110, section 10.2.3: of failures that come together the longest rest counts")
class ServerPauseTest {
    private final ServerPause pause = new ServerPause(URI.create("https://as.example"), new MovableClock());

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void ofQuestionsThatWereUnderWayTogetherTheLongestPauseCounts(boolean familiar) {
        pause.begin(familiar, Duration.ofSeconds(4));
        pause.begin(familiar, Duration.ofSeconds(1));
        TransportException e = assertThrows(TransportException.class, () -> pause.requireOver(familiar));
        assertEquals(Duration.ofSeconds(4), e.retryAfter().orElseThrow());
    }
}
