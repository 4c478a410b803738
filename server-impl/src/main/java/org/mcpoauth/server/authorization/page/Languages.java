package org.mcpoauth.server.authorization.page;

import java.net.http.HttpHeaders;
import java.util.IllformedLocaleException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.api.error.ConfigurationException;

/**
 * The languages of the pages, the first of them for everybody else.
 *
 * @param tags language tags (RFC 5646), at least one
 */
record Languages(List<String> tags) {
    private static final int MAX_TEXT = 256;

    Languages {
        tags = List.copyOf(tags);
        if (tags.isEmpty() || !tags.stream().allMatch(Languages::isWellFormed)) {
            throw new ConfigurationException("pages", "the text languages names languages such as en,de");
        }
    }

    static Languages parse(String list) {
        return new Languages(Stream.of(list.split(",", -1)).map(String::strip).toList());
    }

    /** RFC 5646, section 2.1, which the platform checks. */
    private static boolean isWellFormed(String tag) {
        try {
            return !new Locale.Builder()
                    .setLanguageTag(tag)
                    .build()
                    .getLanguage()
                    .isEmpty();
        } catch (IllformedLocaleException e) {
            return false;
        }
    }

    /**
     * The best language for a user: of those a client names ({@code ui_locales}, OpenID Connect Core 1.0, section
     * 3.1.2.1), else of those the browser does (RFC 9110, section 12.5.4).
     */
    String best(@Nullable String locales, HttpHeaders headers) {
        return Optional.ofNullable(locales)
                .flatMap(text -> lookup(text.strip().replace(' ', ',')))
                .or(() -> lookup(String.join(",", headers.allValues("Accept-Language"))))
                .orElse(tags.get(0));
    }

    private Optional<String> lookup(String ranges) {
        if (ranges.isEmpty() || ranges.length() > MAX_TEXT) {
            return Optional.empty();
        }
        try {
            return Optional.ofNullable(Locale.lookupTag(Locale.LanguageRange.parse(ranges), tags));
        } catch (IllegalArgumentException notALanguage) {
            // a header nobody has to send may be of any kind
            return Optional.empty();
        }
    }
}
