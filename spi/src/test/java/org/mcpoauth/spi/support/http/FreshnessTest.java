package org.mcpoauth.spi.support.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.net.http.HttpHeaders;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 9111, sections 4.2.1, 5.2.2 and 5.3; RFC 9110, section 10.2.3. */
class FreshnessTest {
    private static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");

    private static HttpHeaders headers(String... lines) {
        Map<String, List<String>> map = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        for (String line : lines) {
            int colon = line.indexOf(':');
            map.computeIfAbsent(line.substring(0, colon), name -> new ArrayList<>())
                    .add(line.substring(colon + 1).strip());
        }
        return HttpHeaders.of(map, (name, value) -> true);
    }

    private static @Nullable Long seconds(String... lines) {
        Instant until = Freshness.until(headers(lines), NOW);
        return until == null ? null : Duration.between(NOW, until).toSeconds();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "max-age=60 | 60",
                "public,  MAX-AGE=60 ,must-revalidate | 60",
                "max-age=\"60\" | 60",
                "max-age=0 | 0",
                "s-maxage=600, max-age=60 | 60",
                "max-age=60, max-age=30 | 30",
                "no-store | 0",
                "no-cache, max-age=60 | 0",
                "no-cache=\"Set-Cookie\", max-age=60 | 0",
                "max-age=-1 | 0",
                "max-age=x | 0",
                "max-age= | 0",
                "max-age=99999999999999999999 | 2147483647",
                "max-age=4294967296 | 2147483647"
            })
    void cacheControlSaysHowLong(String value, long expected) {
        assertEquals(expected, seconds("Cache-Control: " + value));
    }

    @Test
    void severalLinesAreOneList() {
        assertEquals(30, seconds("Cache-Control: max-age=60", "Cache-Control: max-age=30"));
    }

    @Test
    void silenceIsNotAnAnswer() {
        assertNull(seconds());
        assertNull(seconds("Cache-Control: public, must-revalidate, s-maxage=7"));
        assertNull(seconds("Date: Sat, 21 Nov 2026 10:00:00 GMT"));
    }

    @Test
    void expiresCountsFromTheDateOfTheAnswer() {
        String expires = "Expires: Sat, 21 Nov 2026 10:10:00 GMT";
        assertEquals(600, seconds(expires));
        assertEquals(660, seconds(expires, "Date: Sat, 21 Nov 2026 09:59:00 GMT"));
        assertEquals(600, seconds(expires, "Date: yesterday"));
        assertEquals(0, seconds("Expires: Sat, 21 Nov 2026 09:00:00 GMT"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "", "soon", "2026-11-21T10:10:00Z"})
    void anInvalidExpiresIsInThePast(String value) {
        assertEquals(0, seconds("Expires: " + value));
    }

    @Test
    void cacheControlWinsOverExpires() {
        assertEquals(60, seconds("Cache-Control: max-age=60", "Expires: Sat, 21 Nov 2026 10:10:00 GMT"));
        assertEquals(600, seconds("Cache-Control: public", "Expires: Sat, 21 Nov 2026 10:10:00 GMT"));
    }

    @Test
    void theAgeOfTheAnswerIsTakenOff() {
        assertEquals(40, seconds("Cache-Control: max-age=60", "Age: 20"));
        assertEquals(0, seconds("Cache-Control: max-age=60", "Age: 61"));
        assertEquals(60, seconds("Cache-Control: max-age=60", "Age: x"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0 | 0",
                "120 | 120",
                "86400 | 86400",
                "86401 | 86400",
                "99999999999999999999 | 86400",
                "Sat, 21 Nov 2026 10:00:30 GMT | 30",
                "Sat, 21 Nov 2026 09:00:00 GMT | 0",
                "Fri, 21 Nov 2036 10:00:00 GMT | 86400"
            })
    void retryAfterIsSecondsOrADate(String value, long expected) {
        assertEquals(Duration.ofSeconds(expected), RetryAfter.of(headers("Retry-After: " + value), NOW));
    }

    @Test
    void anythingElseInRetryAfterIsIgnored() {
        assertNull(RetryAfter.of(headers(), NOW));
        Stream.of("", "-1", "1.5", "soon")
                .forEach(text -> assertNull(RetryAfter.of(headers("Retry-After: " + text), NOW)));
    }
}
