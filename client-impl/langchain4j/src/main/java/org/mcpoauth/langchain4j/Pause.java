package org.mcpoauth.langchain4j;

import java.time.Duration;

/**
 * How long to wait before a stream is opened again: what the server wishes, and twice as long after each stream
 * that said nothing, up to a minute (WHATWG HTML, section 9.2.3, "Processing model"). Safe for use by several
 * threads.
 */
final class Pause {
    private static final Duration USUAL = Duration.ofSeconds(5);
    private static final Duration SHORTEST = Duration.ofMillis(100);
    private static final Duration LONGEST = Duration.ofMinutes(5);
    private static final Duration LONGEST_DOUBLED = Duration.ofMinutes(1);
    private static final int LONGEST_NUMBER = 9;

    private volatile Duration wanted = USUAL;
    private volatile Duration next = USUAL;

    /** The server says how long, in milliseconds; what is no number is ignored. */
    void wanted(String millis) {
        boolean isNumber = !millis.isEmpty()
                && millis.length() <= LONGEST_NUMBER
                && millis.chars().allMatch(digit -> digit >= '0' && digit <= '9');
        if (isNumber) {
            Duration old = wanted;
            wanted = longer(SHORTEST, shorter(LONGEST, Duration.ofMillis(Long.parseLong(millis))));
            // a server that says it in each stream does not begin anew
            next = next.equals(old) ? wanted : longer(wanted, next);
        }
    }

    /** A message came. */
    void heard() {
        next = wanted;
    }

    /** How long to wait this time. */
    Duration next() {
        Duration now = next;
        next = longer(wanted, shorter(LONGEST_DOUBLED, now.multipliedBy(2)));
        return now;
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? other : one;
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }
}
