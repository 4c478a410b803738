package org.mcpoauth.cdi;

import jakarta.enterprise.inject.Default;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.build.compatible.spi.BeanInfo;
import jakarta.enterprise.inject.build.compatible.spi.InjectionPointInfo;
import jakarta.enterprise.lang.model.AnnotationInfo;
import jakarta.enterprise.lang.model.types.Type;
import jakarta.inject.Provider;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.mcpoauth.api.McpOAuth;
import org.mcpoauth.api.McpOAuthClient;

/** What the application brings, and what it wants injected. Filled by one thread at deployment. */
final class Discovered {
    private static final Set<String> WRAPPERS = Set.of(Instance.class.getName(), Provider.class.getName());

    private final Set<String> provided = new LinkedHashSet<>();
    private final Set<String> providedClients = new LinkedHashSet<>();
    private final Set<String> wanted = new LinkedHashSet<>();
    private final Set<String> wantedClients = new LinkedHashSet<>();

    /** Notes the types of a bean of the application. */
    void provides(BeanInfo bean) {
        Set<String> types = new LinkedHashSet<>();
        bean.types().forEach(type -> className(type).ifPresent(types::add));
        if (types.contains(McpOAuthClient.class.getName())) {
            clientName(bean.qualifiers()).ifPresent(providedClients::add);
        }
        if (isDefault(bean.qualifiers())) {
            provided.addAll(types);
        }
    }

    /** Notes what a bean of the application wants injected. */
    void wants(BeanInfo bean) {
        bean.injectionPoints().forEach(this::wants);
    }

    /** Whether the application has an own bean of a type, without a qualifier. */
    boolean isProvided(Class<?> type) {
        return provided.contains(type.getName());
    }

    /** Whether a type is wanted, without a qualifier, and the application has no own bean of it. */
    boolean isWanted(Class<?> type) {
        return wanted.contains(type.getName()) && !isProvided(type);
    }

    boolean isClientProvided(String name) {
        return providedClients.contains(name);
    }

    /** The names of clients at injection points, without those the application makes itself. */
    Set<String> wantedClients() {
        Set<String> names = new LinkedHashSet<>(wantedClients);
        names.removeAll(providedClients);
        return names;
    }

    private void wants(InjectionPointInfo point) {
        Optional<String> type = className(point.type());
        Optional<String> content = type.filter(WRAPPERS::contains).isPresent() ? content(point.type()) : type;
        if (content.filter(McpOAuthClient.class.getName()::equals).isPresent()) {
            clientName(point.qualifiers()).ifPresent(wantedClients::add);
        } else if (content.equals(type) && isDefault(point.qualifiers())) {
            type.ifPresent(wanted::add);
        }
    }

    private static Optional<String> content(Type wrapper) {
        return wrapper.isParameterizedType()
                ? className(wrapper.asParameterizedType().typeArguments().get(0))
                : Optional.empty();
    }

    private static Optional<String> className(Type type) {
        if (type.isParameterizedType()) {
            return Optional.of(
                    type.asParameterizedType().genericClass().declaration().name());
        }
        return type.isClass() ? Optional.of(type.asClass().declaration().name()) : Optional.empty();
    }

    private static boolean isDefault(Collection<AnnotationInfo> qualifiers) {
        return qualifiers.isEmpty()
                || named(qualifiers, Default.class).findAny().isPresent();
    }

    private static Optional<String> clientName(Collection<AnnotationInfo> qualifiers) {
        return named(qualifiers, McpOAuth.class)
                .map(qualifier -> qualifier.hasValue() ? qualifier.value().asString() : McpOAuth.DEFAULT_NAME)
                .findFirst();
    }

    private static Stream<AnnotationInfo> named(Collection<AnnotationInfo> qualifiers, Class<?> type) {
        return qualifiers.stream().filter(qualifier -> qualifier.name().equals(type.getName()));
    }
}
