package org.mcpoauth.api.metadata;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A member for people in several languages (RFC 7591, section 2.2; RFC 9728, section 2.1). Immutable.
 *
 * @param <T> the type of each variant
 * @param plain the member without a language tag, or {@code null} when the document has none
 * @param byLanguage the variants by their BCP 47 tags as the document spells them, in its order
 */
public record LanguageTagged<T>(@Nullable T plain, Map<String, T> byLanguage) {

    /** Copies the variants. */
    public LanguageTagged {
        byLanguage = Collections.unmodifiableMap(new LinkedHashMap<>(byLanguage));
    }

    /**
     * The variant that fits best (RFC 4647, section 3.4).
     *
     * @param priorities the languages of the reader, in the order of preference
     * @return the best variant, else the one without a tag, else empty
     */
    public Optional<T> best(List<Locale.LanguageRange> priorities) {
        String tag = Locale.lookupTag(priorities, byLanguage.keySet());
        return byLanguage.entrySet().stream()
                .filter(variant -> variant.getKey().equalsIgnoreCase(tag))
                .map(Map.Entry::getValue)
                .findFirst()
                .or(() -> Optional.ofNullable(plain));
    }
}
