package org.mcpoauth.spi.support.jose;

import jakarta.json.JsonArray;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.api.Scopes;
import org.mcpoauth.spi.support.codec.MalformedException;
import org.mcpoauth.spi.support.codec.MalformedException.Fault;
import org.mcpoauth.spi.support.json.IndexedObject;

/**
 * The claims of a JWT, read with their types (RFC 7519, section 4). A member of a wrong type is an
 * error, never as good as absent; that goes for {@code null} too. Also reads the members of an
 * introspection response (RFC 7662, section 2.2), which have the same types.
 *
 * @param members the JSON object
 */
public record JwtClaims(JsonObject members) {
    private static final long LATEST_SECOND = 253_402_300_799L;
    private static final BigDecimal LATEST = BigDecimal.valueOf(LATEST_SECOND);
    private static final BigDecimal NANOS = BigDecimal.valueOf(1_000_000_000);

    /**
     * Whether a claim is there, of whatever type.
     *
     * @param name its name
     * @return {@code true} if it is
     */
    public boolean has(String name) {
        return members.containsKey(name);
    }

    /**
     * Whether a claim is a string that is not empty.
     *
     * @param name its name
     * @return {@code false} if it is absent, empty or not a string
     */
    public boolean hasText(String name) {
        if (members instanceof IndexedObject indexed) {
            return indexed.hasText(name);
        }
        return members.get(name) instanceof JsonString text && !text.getString().isEmpty();
    }

    /**
     * A string that must be there.
     *
     * @param name the claim
     * @return the text, not empty
     * @throws MalformedException if it is absent, empty or not a string
     */
    public String requiredText(String name) throws MalformedException {
        String text = text(name);
        if (text == null) {
            throw wrong("a claim is missing");
        }
        return text;
    }

    /**
     * A string.
     *
     * @param name the claim
     * @return the text, not empty, {@code null} if the claim is absent
     * @throws MalformedException if it is empty or not a string
     */
    public @Nullable String text(String name) throws MalformedException {
        String text = members instanceof IndexedObject indexed ? indexed.text(name) : null;
        if (text != null && !text.isEmpty()) {
            return text;
        }
        JsonValue value = members.get(name);
        return value == null ? null : text(value);
    }

    /**
     * A NumericDate that must be there (RFC 7519, section 2).
     *
     * @param name the claim
     * @return the time
     * @throws MalformedException if it is absent, not a number, negative or after the year 9999
     */
    public Instant requiredTime(String name) throws MalformedException {
        Instant time = time(name);
        if (time == null) {
            throw wrong("a claim is missing");
        }
        return time;
    }

    /**
     * A NumericDate; it may have a fraction.
     *
     * @param name the claim
     * @return the time, {@code null} if the claim is absent
     * @throws MalformedException if it is not a number, negative or after the year 9999
     */
    public @Nullable Instant time(String name) throws MalformedException {
        long seconds = members instanceof IndexedObject indexed ? indexed.smallNumber(name) : -1;
        if (seconds >= 0 && seconds <= LATEST_SECOND) {
            return Instant.ofEpochSecond(seconds);
        }
        JsonValue value = members.get(name);
        if (value == null) {
            return null;
        }
        if (!(value instanceof JsonNumber number)) {
            throw wrong("a time is not a number");
        }
        return number.isIntegral() ? wholeTime(number) : fractionalTime(number.bigDecimalValue());
    }

    private static Instant wholeTime(JsonNumber number) throws MalformedException {
        long seconds;
        try {
            seconds = number.longValueExact();
        } catch (ArithmeticException tooLarge) {
            throw outOfRange();
        }
        if (seconds < 0 || seconds > LATEST_SECOND) {
            throw outOfRange();
        }
        return Instant.ofEpochSecond(seconds);
    }

    private static Instant fractionalTime(BigDecimal seconds) throws MalformedException {
        // the comparison looks at the exponent first, so that nothing huge is ever expanded
        if (seconds.signum() < 0 || seconds.compareTo(LATEST) > 0) {
            throw outOfRange();
        }
        long whole = seconds.longValue();
        BigDecimal fraction = seconds.scale() <= 0 ? BigDecimal.ZERO : seconds.subtract(BigDecimal.valueOf(whole));
        return Instant.ofEpochSecond(whole, fraction.multiply(NANOS).longValue());
    }

    /**
     * The audience: a string or an array of strings (RFC 7519, section 4.1.3).
     *
     * @return the audiences as they stand, empty if the claim is absent
     * @throws MalformedException if it is of another type or one is empty
     */
    public List<String> audience() throws MalformedException {
        List<String> several = strings("aud");
        if (several != null) {
            return several;
        }
        return members.get("aud") instanceof JsonString ? List.of(requiredText("aud")) : texts("aud");
    }

    /**
     * An array of strings.
     *
     * @param name the claim
     * @return the strings, none empty; an empty list if the claim is absent
     * @throws MalformedException if it is not an array of strings that are not empty
     */
    public List<String> texts(String name) throws MalformedException {
        List<String> strings = strings(name);
        if (strings != null) {
            return strings;
        }
        JsonValue value = members.get(name);
        if (value == null) {
            return List.of();
        }
        if (!(value instanceof JsonArray array)) {
            throw wrong("a claim is not an array");
        }
        List<String> texts = new ArrayList<>(array.size());
        for (JsonValue element : array) {
            texts.add(text(element));
        }
        return List.copyOf(texts);
    }

    /** An array of strings that can be had without JSON values; {@code null} if the slow way has to tell. */
    private @Nullable List<String> strings(String name) {
        List<String> strings = members instanceof IndexedObject indexed ? indexed.strings(name) : null;
        return strings == null || strings.contains("") ? null : List.copyOf(strings);
    }

    /**
     * The scopes of the {@code scope} claim, a text with blanks between them (RFC 8693, section 4.2;
     * RFC 9068, section 2.2.3).
     *
     * @return the scopes, none if the claim is absent or an empty text
     * @throws MalformedException if it is not a string of scope tokens
     */
    public Scopes scope() throws MalformedException {
        JsonValue value = members.get("scope");
        if (value == null) {
            return Scopes.NONE;
        }
        if (!(value instanceof JsonString scope)) {
            throw wrong("scope is not a string");
        }
        try {
            return Scopes.parse(scope.getString());
        } catch (IllegalArgumentException e) {
            throw wrong("scope holds something that is no scope");
        }
    }

    /**
     * An object, such as {@code cnf} or {@code act}.
     *
     * @param name the claim
     * @return the object, {@code null} if the claim is absent
     * @throws MalformedException if it is not an object
     */
    public @Nullable JwtClaims object(String name) throws MalformedException {
        JsonValue value = members.get(name);
        if (value == null) {
            return null;
        }
        if (!(value instanceof JsonObject object)) {
            throw wrong("a claim is not an object");
        }
        return new JwtClaims(object);
    }

    /** Shows how many claims there are, none of them. */
    @Override
    public String toString() {
        return "JwtClaims[" + members.size() + " claims]";
    }

    private static String text(JsonValue value) throws MalformedException {
        if (!(value instanceof JsonString string) || string.getString().isEmpty()) {
            throw wrong("a claim is not a string or empty");
        }
        return string.getString();
    }

    private static MalformedException outOfRange() {
        return wrong("a time is out of range");
    }

    private static MalformedException wrong(String message) {
        return new MalformedException(Fault.CLAIM, message);
    }
}
