package org.mcpoauth.spi.support.http;

import java.net.http.HttpHeaders;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The {@code Retry-After} of an answer, as seconds or as a date, at most one day (RFC 9110, section 10.2.3). */
final class RetryAfter {
    private static final Duration MAX = Duration.ofDays(1);

    private RetryAfter() {}

    static @Nullable Duration of(HttpHeaders headers, Instant now) {
        String text = headers.firstValue("Retry-After").orElse("").strip();
        Duration said = text.chars().allMatch(c -> c >= '0' && c <= '9') ? seconds(text) : untilDate(text, now);
        if (said == null) {
            return null;
        }
        return said.compareTo(MAX) > 0 ? MAX : said;
    }

    private static @Nullable Duration seconds(String digits) {
        if (digits.isEmpty()) {
            return null;
        }
        return digits.length() > 5 ? MAX : Duration.ofSeconds(Integer.parseInt(digits));
    }

    private static @Nullable Duration untilDate(String text, Instant now) {
        Instant date = Freshness.date(text);
        if (date == null) {
            return null;
        }
        return date.isBefore(now) ? Duration.ZERO : Duration.between(now, date);
    }
}
