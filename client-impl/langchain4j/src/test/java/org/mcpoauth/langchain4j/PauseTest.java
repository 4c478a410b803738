package org.mcpoauth.langchain4j;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.stream.LongStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("A stream is opened again after a pause (WHATWG HTML, 9.2.3)")
class PauseTest {
    private final Pause pause = new Pause();

    @Test
    void aServerThatOnlyClosesIsAskedEverLessOften() {
        long[] waited = LongStream.range(0, 12)
                .map(round -> {
                    pause.wanted("0");
                    return pause.next().toMillis();
                })
                .toArray();
        assertEquals("100 200 400 800 1600 3200 6400 12800 25600 51200 60000 60000", text(waited));
    }

    @Test
    void aMessageBeginsAnew() {
        pause.wanted("200");
        long[] waited = LongStream.range(0, 3).map(round -> next()).toArray();
        assertEquals("200 400 800", text(waited));
        pause.heard();
        assertEquals(200, next());
    }

    @ParameterizedTest
    @CsvSource({"0, 100", "100, 100", "7000, 7000", "300000, 300000", "999999999, 300000"})
    void aWishIsBounded(String wish, long millis) {
        pause.wanted(wish);
        assertEquals(millis, next());
        assertEquals(Math.max(millis, Math.min(2 * millis, 60_000)), next());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-1", "1.5", "x", "1234567890", "\u0661"})
    void whatIsNoNumberIsIgnored(String wish) {
        pause.wanted(wish);
        assertEquals(5_000, next());
    }

    private long next() {
        return pause.next().toMillis();
    }

    private static String text(long... all) {
        return String.join(" ", LongStream.of(all).mapToObj(String::valueOf).toList());
    }
}
