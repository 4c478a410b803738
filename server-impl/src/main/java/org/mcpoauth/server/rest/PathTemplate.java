package org.mcpoauth.server.rest;

import jakarta.ws.rs.Path;
import java.lang.reflect.Method;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The declared path of a resource method, without that of the application: segments in decoded form, a
 * segment with a variable as {@code *}, and one with a regular expression, which may match slashes, as
 * {@code **}.
 *
 * @param segments the segments
 */
record PathTemplate(List<String> segments) {
    private static final String ANY = "*";
    private static final String REST = "**";

    PathTemplate {
        segments = List.copyOf(segments);
    }

    static PathTemplate parse(String path) {
        return new PathTemplate(split(path).stream().map(PathTemplate::segment).toList());
    }

    /** The template of a method; {@code null} for one of a sub-resource, which its class does not tell. */
    static @Nullable PathTemplate of(Class<?> resourceClass, Method method) {
        return hierarchy(resourceClass)
                .map(type -> type.getAnnotation(Path.class))
                .flatMap(Stream::ofNullable)
                .findFirst()
                .map(path -> parse(path.value() + "/" + pathOf(resourceClass, method)))
                .orElse(null);
    }

    /**
     * Whether this template lies under a resource whose public path ends with one or more segments of
     * it. How many come before, from context root, application path and proxies, is not known here.
     */
    boolean isUnder(List<String> resourcePath) {
        for (int start = 0; start < resourcePath.size(); start++) {
            if (startsWith(resourcePath.subList(start, resourcePath.size()))) {
                return true;
            }
        }
        return resourcePath.isEmpty();
    }

    private boolean startsWith(List<String> beginning) {
        for (int i = 0; i < beginning.size(); i++) {
            if (i < segments.size() && REST.equals(segments.get(i))) {
                return true;
            }
            boolean fits = i < segments.size()
                    && (ANY.equals(segments.get(i)) || segments.get(i).equals(beginning.get(i)));
            if (!fits) {
                return false;
            }
        }
        return true;
    }

    static List<String> decodedSegments(String rawPath) {
        return Arrays.stream(rawPath.split("/", -1))
                .filter(segment -> !segment.isEmpty())
                .map(PathTemplate::decoded)
                .toList();
    }

    private static String pathOf(Class<?> resourceClass, Method method) {
        return hierarchy(resourceClass)
                .map(type -> declared(type, method))
                .flatMap(Optional::stream)
                .map(found -> found.getAnnotation(Path.class))
                .flatMap(Stream::ofNullable)
                .map(Path::value)
                .findFirst()
                .orElse("");
    }

    static Optional<Method> declared(Class<?> type, Method method) {
        return Arrays.stream(type.getDeclaredMethods())
                .filter(each -> each.getName().equals(method.getName())
                        && Arrays.equals(each.getParameterTypes(), method.getParameterTypes()))
                .findFirst();
    }

    /** The class, its superclasses and all interfaces. */
    static Stream<Class<?>> hierarchy(@Nullable Class<?> type) {
        if (type == null) {
            return Stream.empty();
        }
        Stream<Class<?>> above = Stream.concat(
                hierarchy(type.getSuperclass()),
                Arrays.stream(type.getInterfaces()).flatMap(PathTemplate::hierarchy));
        return Stream.concat(Stream.of(type), above);
    }

    /** Splits at slashes that are not part of a regular expression. */
    private static List<String> split(String path) {
        List<String> parts = new ArrayList<>();
        int depth = 0;
        int start = 0;
        for (int i = 0; i < path.length(); i++) {
            char c = path.charAt(i);
            depth += c == '{' ? 1 : c == '}' ? -1 : 0;
            if (c == '/' && depth == 0) {
                parts.add(path.substring(start, i));
                start = i + 1;
            }
        }
        parts.add(path.substring(start));
        return parts.stream().filter(part -> !part.isEmpty()).toList();
    }

    private static String segment(String part) {
        if (part.indexOf('{') < 0) {
            return decoded(part);
        }
        return part.indexOf(':') < 0 ? ANY : REST;
    }

    private static String decoded(String part) {
        try {
            return URLDecoder.decode(part.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException notEncoded) {
            return part;
        }
    }
}
