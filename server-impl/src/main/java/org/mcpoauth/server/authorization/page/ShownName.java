package org.mcpoauth.server.authorization.page;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.mcpoauth.api.metadata.LanguageTagged;
import org.mcpoauth.api.provider.Client;

/**
 * Which name of a client pages of one language show (RFC 7591, section 2.2): the variant that fits their language, else
 * the one of a region where it is spoken, else the name without language, else the identifier. Thread-safe.
 */
final class ShownName {
    // longer names would push what counts out of sight
    private static final int MAX_LENGTH = 80;

    private final List<Locale.LanguageRange> languages;

    private ShownName(List<Locale.LanguageRange> languages) {
        this.languages = List.copyOf(languages);
    }

    /** The names for pages of a language (RFC 5646). */
    static ShownName in(String language) {
        return new ShownName(Locale.LanguageRange.parse(language));
    }

    String of(Client client) {
        LanguageTagged<String> names = client.metadata().clientNameByLanguage();
        // the plain name is left out, since a region comes before it
        return cut(new LanguageTagged<>(null, names.byLanguage())
                .best(languages)
                .or(() -> ofRegion(names.byLanguage()))
                .or(() -> Optional.ofNullable(names.plain()))
                .orElse(client.clientId()));
    }

    /** RFC 4647, section 3.3.1; the first one, as they stand in the document. */
    private Optional<String> ofRegion(Map<String, String> names) {
        return Locale.filterTags(languages, names.keySet(), Locale.FilteringMode.IGNORE_EXTENDED_RANGES).stream()
                .findFirst()
                .flatMap(tag -> names.entrySet().stream()
                        .filter(name -> name.getKey().equalsIgnoreCase(tag))
                        .map(Map.Entry::getValue)
                        .findFirst());
    }

    /** A name of any kind, short and without what cannot be seen. */
    static String cut(String text) {
        return HtmlText.shortened(text, MAX_LENGTH);
    }
}
