package org.mcpoauth.cdi.identity;

import jakarta.enterprise.inject.build.compatible.spi.SyntheticBeanBuilder;
import jakarta.enterprise.lang.model.types.Type;
import jakarta.json.JsonArray;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The types a claim can be injected as (MicroProfile JWT 2.1, "Injection of JsonWebToken claims"). */
final class ClaimTypes {
    private static final Map<String, Class<?>> PRIMITIVES = Map.of("long", Long.class, "boolean", Boolean.class);
    private static final Set<String> VALUES = Stream.of(
                    String.class,
                    Long.class,
                    Boolean.class,
                    JsonValue.class,
                    JsonString.class,
                    JsonNumber.class,
                    JsonArray.class,
                    JsonObject.class)
            .map(Class::getName)
            .collect(Collectors.toUnmodifiableSet());
    private static final String TEXTS = Set.class.getName() + "<" + String.class.getName() + ">";

    private ClaimTypes() {}

    static boolean isSupported(Type type) {
        String name = name(type);
        return isValue(name)
                || content(type, Optional.class)
                        .map(ClaimTypes::name)
                        .filter(ClaimTypes::isValue)
                        .isPresent()
                || (isDynamic(type)
                        && argument(type)
                                .filter(inner -> !isDynamic(inner) && isSupported(inner))
                                .isPresent());
    }

    /** Whether the value is looked up anew each time, so that a bean of any scope may keep it. */
    static boolean isDynamic(Type type) {
        return type.isParameterizedType() && className(type).equals(MicroProfileJwt.CLAIM_VALUE);
    }

    static void addTo(SyntheticBeanBuilder<?> bean, Type type) {
        Class<?> wrapper =
                type.isPrimitive() ? PRIMITIVES.get(type.asPrimitive().name()) : null;
        if (wrapper == null) {
            bean.type(type);
        } else {
            bean.type(wrapper);
        }
    }

    /** The type as it is written, which is the same for equal types. */
    static String name(Type type) {
        if (type.isPrimitive()) {
            Class<?> wrapper = PRIMITIVES.get(type.asPrimitive().name());
            return wrapper == null ? type.asPrimitive().name() : wrapper.getName();
        }
        if (!type.isParameterizedType()) {
            return type.isClass() ? type.asClass().declaration().name() : "?";
        }
        List<Type> arguments = type.asParameterizedType().typeArguments();
        return className(type) + arguments.stream().map(ClaimTypes::name).collect(Collectors.joining(",", "<", ">"));
    }

    private static boolean isValue(String name) {
        return VALUES.contains(name) || TEXTS.equals(name);
    }

    private static Optional<Type> content(Type type, Class<?> wrapper) {
        return type.isParameterizedType() && className(type).equals(wrapper.getName())
                ? argument(type)
                : Optional.empty();
    }

    private static Optional<Type> argument(Type type) {
        return type.asParameterizedType().typeArguments().stream().findFirst();
    }

    private static String className(Type type) {
        return type.asParameterizedType().genericClass().declaration().name();
    }
}
