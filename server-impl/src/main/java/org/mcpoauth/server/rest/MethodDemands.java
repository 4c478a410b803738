package org.mcpoauth.server.rest;

import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;
import org.mcpoauth.spi.resource.AnnotatedDemands;
import org.mcpoauth.spi.resource.EndpointDemands;

/**
 * What annotations of resource methods demand: those of the method wherever it is declared, of its class
 * and of what that class inherits from. All of them add up, so none can be lost by overriding.
 */
final class MethodDemands {
    private MethodDemands() {}

    static EndpointDemands of(Class<?> resourceClass, Method method) {
        Stream<Method> declarations = PathTemplate.hierarchy(resourceClass)
                .map(type -> PathTemplate.declared(type, method))
                .flatMap(Optional::stream);
        Stream<AnnotatedElement> methods = Stream.concat(Stream.of(method), declarations);
        return AnnotatedDemands.of(Stream.concat(methods, PathTemplate.hierarchy(resourceClass)));
    }

    /** Which locator of the class it was is not known, so the demands of all of them count. */
    static EndpointDemands ofLocator(Class<?> type) {
        Stream<AnnotatedElement> locators = PathTemplate.hierarchy(type)
                .flatMap(each -> Arrays.stream(each.getDeclaredMethods()))
                .filter(MethodDemands::isLocator)
                .map(AnnotatedElement.class::cast);
        return AnnotatedDemands.of(Stream.concat(locators, PathTemplate.hierarchy(type)));
    }

    private static boolean isLocator(Method method) {
        return method.isAnnotationPresent(Path.class)
                && Arrays.stream(method.getAnnotations())
                        .map(Annotation::annotationType)
                        .noneMatch(type -> type.isAnnotationPresent(HttpMethod.class));
    }
}
