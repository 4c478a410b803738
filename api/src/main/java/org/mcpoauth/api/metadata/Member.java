package org.mcpoauth.api.metadata;

import jakarta.json.JsonValue;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A member that documents of one type may have, declared once with its name on the wire.
 *
 * @param isTranslatable whether variants with {@code #} and a language tag belong to it (RFC 7591,
 *     section 2.2; RFC 9728, section 2.1)
 */
record Member<T>(String name, Kind<T> kind, boolean isTranslatable) {

    T read(JsonValue value) {
        T read = kind.reader().read(value);
        if (read == null) {
            throw new InvalidMemberException(name, kind.rule());
        }
        return read;
    }

    @SuppressWarnings("unchecked") // callers pass only what this member's own read gave
    T cast(Object value) {
        return (T) value;
    }

    JsonValue write(T value) {
        return kind.writer().apply(value);
    }

    /** The members of one type of document; filled while the class that declares them is initialised. */
    static final class Declarations {
        private final Map<String, Member<?>> byName = new LinkedHashMap<>();

        @Nullable
        Member<?> find(String name) {
            return byName.get(name);
        }

        <T> Member<T> add(String name, Kind<T> kind) {
            return add(new Member<>(name, kind, false));
        }

        <T> Member<T> addTranslatable(String name, Kind<T> kind) {
            return add(new Member<>(name, kind, true));
        }

        Member<String> text(String name) {
            return add(name, Kind.TEXT);
        }

        Member<URI> url(String name) {
            return add(name, Kind.URL);
        }

        Member<URI> endpoint(String name) {
            return add(name, Kind.ENDPOINT);
        }

        Member<Boolean> flag(String name) {
            return add(name, Kind.FLAG);
        }

        Member<List<String>> texts(String name) {
            return add(name, Kind.listOf(Kind.TEXT));
        }

        Member<List<String>> algorithms(String name) {
            return add(name, Kind.listOf(Kind.ALGORITHM));
        }

        private <T> Member<T> add(Member<T> member) {
            byName.put(member.name(), member);
            return member;
        }
    }
}
