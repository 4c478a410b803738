package org.mcpoauth.spi.support.http;

import java.net.http.HttpHeaders;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How long a server calls its answer fresh, for a private cache (RFC 9111, sections 4.2 and 5.2.2). What
 * cannot be understood counts as stale.
 */
final class Freshness {
    // The largest value a recipient has to tell apart (RFC 9111, section 1.2.2)
    private static final long MAX_SECONDS = Integer.MAX_VALUE;

    private Freshness() {}

    /** The end of freshness; the time of receipt when the answer is not to be reused; {@code null} if unsaid. */
    static @Nullable Instant until(HttpHeaders headers, Instant receivedAt) {
        Duration lifetime = lifetime(headers, receivedAt);
        if (lifetime == null) {
            return null;
        }
        Duration left = lifetime.minus(age(headers));
        return left.isNegative() ? receivedAt : receivedAt.plus(left);
    }

    /** Whether an answer may be stored, if only for a moment (RFC 9111, section 5.2.2.5). */
    static boolean isStorable(HttpHeaders headers) {
        return headers.allValues("Cache-Control").stream()
                .flatMap(value -> Stream.of(value.split(",", -1)))
                .map(directive -> directive.strip().toLowerCase(Locale.ROOT))
                .noneMatch(directive -> directive.startsWith("no-store"));
    }

    private static @Nullable Duration lifetime(HttpHeaders headers, Instant receivedAt) {
        List<String> cacheControl = headers.allValues("Cache-Control");
        Duration maxAge = cacheControl.isEmpty() ? null : lifetime(cacheControl);
        return maxAge != null ? maxAge : expires(headers, receivedAt);
    }

    /** The shortest time any directive allows; {@code null} if none speaks of time. */
    private static @Nullable Duration lifetime(List<String> cacheControl) {
        Duration shortest = null;
        for (String value : cacheControl) {
            for (String directive : value.split(",", -1)) {
                Duration said = directive(directive.strip().toLowerCase(Locale.ROOT));
                if (said != null && (shortest == null || said.compareTo(shortest) < 0)) {
                    shortest = said;
                }
            }
        }
        return shortest;
    }

    private static @Nullable Duration directive(String directive) {
        if (directive.startsWith("no-store") || directive.startsWith("no-cache")) {
            return Duration.ZERO;
        }
        return directive.startsWith("max-age=")
                ? seconds(directive.substring("max-age=".length()).replace("\"", ""))
                : null;
    }

    private static Duration age(HttpHeaders headers) {
        return headers.firstValue("Age")
                .map(String::strip)
                .map(Freshness::seconds)
                .orElse(Duration.ZERO);
    }

    private static Duration seconds(String digits) {
        if (digits.isEmpty() || !digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return Duration.ZERO;
        }
        long seconds = digits.length() > 10 ? MAX_SECONDS : Math.min(Long.parseLong(digits), MAX_SECONDS);
        return Duration.ofSeconds(seconds);
    }

    private static @Nullable Duration expires(HttpHeaders headers, Instant receivedAt) {
        String expires = headers.firstValue("Expires").orElse(null);
        if (expires == null) {
            return null;
        }
        Instant end = date(expires);
        Instant start = headers.firstValue("Date").map(Freshness::date).orElse(receivedAt);
        return end == null ? Duration.ZERO : Duration.between(start, end);
    }

    /** An HTTP date in its one current form, or {@code null}. */
    static @Nullable Instant date(String text) {
        try {
            return ZonedDateTime.parse(text.strip(), DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant();
        } catch (DateTimeException e) {
            return null;
        }
    }
}
