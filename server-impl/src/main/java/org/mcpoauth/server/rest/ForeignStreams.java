package org.mcpoauth.server.rest;

import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Methods that answer with a stream of RESTEasy's own form, {@code @Stream}. It goes out past all interceptors, and
 * nobody else can tell where a message in it ends: no state could be sealed, no task bound, and it would not end with
 * its token. MCP knows no such types.
 */
final class ForeignStreams {
    private static final String ANNOTATION = "org.jboss.resteasy.annotations.Stream";

    private ForeignStreams() {}

    static boolean isDeclared(Class<?> resourceClass, Method method) {
        Stream<Method> declarations = PathTemplate.hierarchy(resourceClass)
                .map(type -> PathTemplate.declared(type, method))
                .flatMap(Optional::stream);
        return Stream.concat(Stream.of(method), declarations)
                .flatMap(each -> Arrays.stream(each.getAnnotations()))
                .map(Annotation::annotationType)
                .anyMatch(type -> type.getName().equals(ANNOTATION));
    }
}
