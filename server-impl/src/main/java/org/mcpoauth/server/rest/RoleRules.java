package org.mcpoauth.server.rest;

import jakarta.annotation.security.DenyAll;
import jakarta.annotation.security.PermitAll;
import jakarta.annotation.security.RolesAllowed;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Method;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The roles that annotations of a guarded method demand (Jakarta Annotations, sections 2.10 to 2.12).
 * {@code @PermitAll} demands none; it does not open the method to requests without a token.
 *
 * @param allowed the roles of which one is needed, {@code null} for no demand, empty to deny everybody
 */
record RoleRules(@Nullable Set<String> allowed) {
    private static final RoleRules OPEN = new RoleRules(null);

    /** The method's own annotation, else that of the resource class, else that of the declaring class. */
    static RoleRules of(Class<?> resourceClass, Method method) {
        List<AnnotatedElement> places = List.of(method, unproxied(resourceClass), method.getDeclaringClass());
        return places.stream().flatMap(RoleRules::at).findFirst().orElse(OPEN);
    }

    boolean isOpen() {
        return allowed == null;
    }

    boolean permit(Set<String> roles) {
        return allowed == null || allowed.stream().anyMatch(roles::contains);
    }

    private static Stream<RoleRules> at(AnnotatedElement place) {
        if (place.isAnnotationPresent(DenyAll.class)) {
            return Stream.of(new RoleRules(Set.of()));
        }
        RolesAllowed roles = place.getAnnotation(RolesAllowed.class);
        if (roles != null) {
            return Stream.of(new RoleRules(Set.of(roles.value())));
        }
        return place.isAnnotationPresent(PermitAll.class) ? Stream.of(OPEN) : Stream.empty();
    }

    /** A container may hand over a generated subclass, which has no annotations. */
    private static Class<?> unproxied(Class<?> type) {
        Class<?> current = type;
        while (current.isSynthetic() && current.getSuperclass() != null) {
            current = current.getSuperclass();
        }
        return current;
    }
}
