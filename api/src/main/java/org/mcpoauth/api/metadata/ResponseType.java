package org.mcpoauth.api.metadata;

import java.io.Serializable;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A response type (RFC 6749, sections 3.1.1 and 8.4): one name or several separated by blanks, whose
 * order does not matter when two are compared. An open value type.
 *
 * @param value the text as it stands on the wire, such as {@code code}
 */
public record ResponseType(String value) implements Serializable {
    /** An authorization code (RFC 6749, section 4.1.1). The only one MCP uses, and the default of RFC 7591. */
    public static final ResponseType CODE = new ResponseType("code");
    /** A token out of the authorization endpoint (RFC 6749, section 4.2.1); gone in OAuth 2.1. */
    public static final ResponseType TOKEN = new ResponseType("token");
    /** Nothing (OAuth 2.0 Multiple Response Type Encoding Practices, section 4). */
    public static final ResponseType NONE = new ResponseType("none");

    /**
     * Checks the characters.
     *
     * @throws IllegalArgumentException if a name is empty or has other characters than visible ASCII
     *     without quotation mark and backslash, if two names are separated by more than one blank, or if a
     *     name occurs twice
     */
    public ResponseType {
        List<String> names = names(Objects.requireNonNull(value, "value"));
        names.forEach(name -> WireName.require(name, "a response type"));
        if (Set.copyOf(names).size() != names.size()) {
            throw new IllegalArgumentException("a response type names something twice");
        }
    }

    /**
     * A response type by its text.
     *
     * @param value the text as it stands on the wire
     * @return the response type
     * @throws IllegalArgumentException if {@link #ResponseType} refuses it
     */
    public static ResponseType of(String value) {
        return new ResponseType(value);
    }

    /** Compares the names without their order. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof ResponseType type && Set.copyOf(names(value)).equals(Set.copyOf(names(type.value)));
    }

    @Override
    public int hashCode() {
        return Set.copyOf(names(value)).hashCode();
    }

    /** Gives the text as it stands on the wire. */
    @Override
    public String toString() {
        return value;
    }

    private static List<String> names(String text) {
        return List.of(text.split(" ", -1));
    }
}
