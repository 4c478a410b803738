package org.mcpoauth.api.metadata;

import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.util.Collections;
import java.util.IllformedLocaleException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.api.internal.JsonValues;

/**
 * A metadata document: a JSON object whose known members are checked when it is made. A document with a
 * member that breaks a rule cannot be made; members that this library does not know are kept as they
 * are. A member that is JSON {@code null} counts as absent. Immutable and safe for use by threads.
 *
 * <p>URLs keep the exact text of the document: {@code toString} of a returned {@link java.net.URI} gives
 * it, with no slash added or dropped.
 */
public abstract sealed class MetadataDocument
        permits AuthorizationServerMetadata, ProtectedResourceMetadata, ClientMetadata {
    private final JsonObject json;
    private final Map<String, Object> values = new LinkedHashMap<>();
    private final Map<String, Map<String, Object>> translations = new LinkedHashMap<>();
    private final Map<String, JsonValue> additionalMembers;

    MetadataDocument(JsonObject json, Member.Declarations known) {
        this.json = withoutNulls(json);
        Map<String, JsonValue> additional = new LinkedHashMap<>();
        this.json.forEach((name, value) -> {
            if (!isRead(name, value, known)) {
                additional.put(name, value);
            }
        });
        this.additionalMembers = Collections.unmodifiableMap(additional);
    }

    /**
     * The members that this library does not know.
     *
     * @return an unmodifiable map in the order of the document; may be empty
     */
    public final Map<String, JsonValue> additionalMembers() {
        return additionalMembers;
    }

    /**
     * Whether the document has a member, known or not. This tells an absent list from an empty one.
     *
     * @param name the name on the wire, such as {@code code_challenge_methods_supported}
     * @return {@code true} if it is there and not {@code null}
     */
    public final boolean has(String name) {
        return json.containsKey(name);
    }

    /**
     * The whole document.
     *
     * @return the JSON object without members that were {@code null}
     */
    public final JsonObject toJson() {
        return json;
    }

    /** Compares type and document; the order of members does not matter. */
    @Override
    public final boolean equals(@Nullable Object other) {
        return other instanceof MetadataDocument document
                && document.getClass() == getClass()
                && document.json.equals(json);
    }

    @Override
    public final int hashCode() {
        return json.hashCode();
    }

    final <T> Optional<T> find(Member<T> member) {
        return Optional.ofNullable(values.get(member.name())).map(member::cast);
    }

    final <T> T require(Member<T> member) {
        return find(member).orElseThrow(() -> new InvalidMemberException(member.name(), "must be present"));
    }

    final <T> List<T> list(Member<List<T>> member) {
        return find(member).orElse(List.of());
    }

    final boolean flag(Member<Boolean> member) {
        return find(member).orElse(false);
    }

    final <T> LanguageTagged<T> translated(Member<T> member) {
        Map<String, T> byLanguage = new LinkedHashMap<>();
        translations
                .getOrDefault(member.name(), Map.of())
                .forEach((tag, value) -> byLanguage.put(tag, member.cast(value)));
        return new LanguageTagged<>(find(member).orElse(null), byLanguage);
    }

    private boolean isRead(String name, JsonValue value, Member.Declarations known) {
        Member<?> member = known.find(name);
        if (member != null) {
            values.put(name, member.read(value));
            return true;
        }
        int hash = name.indexOf('#');
        Member<?> translatable = hash < 0 ? null : known.find(name.substring(0, hash));
        if (translatable == null || !translatable.isTranslatable() || !isLanguageTag(name.substring(hash + 1))) {
            return false;
        }
        translations
                .computeIfAbsent(translatable.name(), base -> new LinkedHashMap<>())
                .put(name.substring(hash + 1), translatable.read(value));
        return true;
    }

    private static boolean isLanguageTag(String tag) {
        try {
            new Locale.Builder().setLanguageTag(tag);
            return !tag.isEmpty();
        } catch (IllformedLocaleException notATag) {
            return false;
        }
    }

    private static JsonObject withoutNulls(JsonObject json) {
        if (!json.containsValue(JsonValue.NULL)) {
            return json;
        }
        Map<String, JsonValue> members = new LinkedHashMap<>(json);
        members.values().removeIf(JsonValue.NULL::equals);
        return JsonValues.object(members);
    }
}
