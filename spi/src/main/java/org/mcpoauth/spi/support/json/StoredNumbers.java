package org.mcpoauth.spi.support.json;

import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import java.time.Duration;
import java.time.Instant;

/**
 * Numbers of objects that were stored: whole ones, of the size that is written. What is otherwise was not written here,
 * and never becomes another number or an error that nobody expects.
 */
public final class StoredNumbers {
    /** The end of the year 9999. */
    private static final long LATEST_MILLI = 253_402_300_799_999L;

    private StoredNumbers() {}

    /**
     * Reads a time in milliseconds since 1970.
     *
     * @param object what was stored
     * @param name the member
     * @return the time
     * @throws IllegalArgumentException if the member is missing, or no such time before the year 10000
     */
    public static Instant instant(JsonObject object, String name) {
        return Instant.ofEpochMilli(whole(object, name, LATEST_MILLI));
    }

    /**
     * Reads a duration in seconds.
     *
     * @param object what was stored
     * @param name the member
     * @return the duration
     * @throws IllegalArgumentException if the member is missing, negative, or does not fit an {@code int}
     */
    public static Duration seconds(JsonObject object, String name) {
        return Duration.ofSeconds(count(object, name));
    }

    /**
     * Reads a count.
     *
     * @param object what was stored
     * @param name the member
     * @return the count
     * @throws IllegalArgumentException if the member is missing, negative, or does not fit an {@code int}
     */
    public static int count(JsonObject object, String name) {
        return (int) whole(object, name, Integer.MAX_VALUE);
    }

    private static long whole(JsonObject object, String name, long largest) {
        if (object.get(name) instanceof JsonNumber number) {
            long value = exact(number);
            if (value >= 0 && value <= largest) {
                return value;
            }
        }
        throw new IllegalArgumentException("not a stored number: " + name);
    }

    private static long exact(JsonNumber number) {
        try {
            return number.longValueExact();
        } catch (ArithmeticException e) {
            return -1;
        }
    }
}
