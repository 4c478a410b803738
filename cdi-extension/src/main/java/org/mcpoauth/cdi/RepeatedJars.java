package org.mcpoauth.cdi;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Jars of this library that an application has twice. A runtime then finds two beans for the one class that guards Jakarta
 * REST, and some go on without it.
 */
final class RepeatedJars {
    /** One class of each jar; that of the server is no dependency of this one. */
    private static final List<String> MARKS = List.of(
            "org/mcpoauth/api/McpOAuth.class",
            "org/mcpoauth/spi/McpOAuthRuntime.class",
            "org/mcpoauth/client/servlet/McpOAuthClientServletFilter.class",
            "org/mcpoauth/server/rest/McpOAuthFeature.class",
            "org/mcpoauth/cdi/McpOAuthExtension.class");

    private RepeatedJars() {}

    /** A sentence for each jar that is there more than once. */
    static List<String> problems(ClassLoader loader) {
        return MARKS.stream().flatMap(mark -> problem(loader, mark)).toList();
    }

    private static Stream<String> problem(ClassLoader loader, String mark) {
        List<String> places = places(loader, mark);
        return places.size() < 2
                ? Stream.empty()
                : Stream.of("one jar is there more than once, keep one of " + String.join(" and ", places));
    }

    private static List<String> places(ClassLoader loader, String mark) {
        try {
            return Collections.list(loader.getResources(mark)).stream()
                    .map(Object::toString)
                    .distinct()
                    .sorted()
                    .map(place -> place.substring(0, place.length() - mark.length()))
                    .collect(Collectors.toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
