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
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.api.McpOAuth;
import org.mcpoauth.api.McpOAuthClient;
import org.mcpoauth.cdi.config.ResourceServerConfigurations;
import org.mcpoauth.spi.resource.ProtectedResource;
import org.mcpoauth.spi.store.StateStore;

/** What the application brings, and what it wants injected. Filled by one thread at deployment. */
final class Discovered {
    private static final Set<String> WRAPPERS = Set.of(Instance.class.getName(), Provider.class.getName());

    private final Set<Place> provided = new LinkedHashSet<>();
    private final Set<Place> wanted = new LinkedHashSet<>();

    /**
     * A type with the name in its qualifier.
     *
     * @param type the name of the class
     * @param name the value of {@link McpOAuth}, {@code null} without that qualifier
     */
    private record Place(String type, @Nullable String name) {}

    /** Notes the types of a bean of the application. */
    void provides(BeanInfo bean) {
        List<String> types =
                bean.types().stream().flatMap(type -> className(type).stream()).toList();
        name(bean.qualifiers()).ifPresent(name -> types.forEach(type -> provided.add(new Place(type, name))));
        if (isDefault(bean.qualifiers())) {
            types.forEach(type -> provided.add(new Place(type, null)));
        }
    }

    /** Notes whether a bean has a type that perhaps cannot be loaded. */
    void providesNamed(BeanInfo bean, String type) {
        if (bean.types().stream()
                .anyMatch(each -> className(each).filter(type::equals).isPresent())) {
            provided.add(new Place(type, null));
        }
    }

    /** Whether there is a bean of a type. */
    boolean isProvided(String type) {
        return provided.contains(new Place(type, null));
    }

    /** Notes what a bean of the application wants injected. */
    void wants(BeanInfo bean) {
        bean.injectionPoints().forEach(this::wants);
    }

    /** Whether the application has an own bean of a type, without a qualifier. */
    boolean isProvided(Class<?> type) {
        return provided.contains(new Place(type.getName(), null));
    }

    /** Whether the application has an own client of a name. */
    boolean isClientProvided(String name) {
        return provided.contains(new Place(McpOAuthClient.class.getName(), name));
    }

    /** Whether the application has a store for one client. */
    boolean isStoreProvided(String client) {
        return provided.contains(new Place(StateStore.class.getName(), client));
    }

    /** Whether the application has an own bean of a type for a resource. */
    boolean isProvided(Class<?> type, String resource) {
        return resourceNames(provided, type).contains(resource);
    }

    /** Whether a type is wanted, without a qualifier, and the application has no own bean of it. */
    boolean isWanted(Class<?> type) {
        return wanted.contains(new Place(type.getName(), null)) && !isProvided(type);
    }

    /** The names of clients at injection points, or of their steps, without what the application makes itself. */
    Set<String> wantedClients() {
        Set<String> names = namesOf(Stream.of(McpOAuthClient.class));
        wantedSteps().stream().filter(name -> !isClientProvided(name)).forEach(names::add);
        return names;
    }

    /** The names of clients of which a step is wanted, without steps that the application makes itself. */
    Set<String> wantedSteps() {
        return namesOf(Synthesizer.STEPS.stream());
    }

    private Set<String> namesOf(Stream<Class<?>> types) {
        Set<String> names = types.map(Class::getName).collect(Collectors.toSet());
        return wanted.stream()
                .filter(place -> names.contains(place.type()) && !provided.contains(place))
                .flatMap(place -> Stream.ofNullable(place.name()))
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /** Whether the application has an own step for one client. */
    boolean isStepProvided(Class<?> step, String client) {
        return provided.contains(new Place(step.getName(), client));
    }

    /** The resources of which a type is wanted, without those for which the application makes it itself. */
    Set<String> wantedResources(Class<?> type) {
        Set<String> names = resourceNames(wanted, type);
        names.removeAll(resourceNames(provided, type));
        return names;
    }

    /** The resources that the application makes itself. */
    Set<String> providedResources() {
        return resourceNames(provided, ProtectedResource.class);
    }

    /** What has no qualifier is of the resource without a name. */
    private static Set<String> resourceNames(Set<Place> places, Class<?> type) {
        return places.stream()
                .filter(place -> place.type().equals(type.getName()))
                .map(place -> Objects.requireNonNullElse(place.name(), ResourceServerConfigurations.UNNAMED))
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    private void wants(InjectionPointInfo point) {
        Optional<String> type = className(point.type());
        Optional<String> content = type.filter(WRAPPERS::contains).isPresent() ? content(point.type()) : type;
        Optional<String> name = name(point.qualifiers());
        if (name.isPresent()) {
            content.ifPresent(wantedType -> wanted.add(new Place(wantedType, name.get())));
        } else if (content.equals(type) && isDefault(point.qualifiers())) {
            type.ifPresent(wantedType -> wanted.add(new Place(wantedType, null)));
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

    private static Optional<String> name(Collection<AnnotationInfo> qualifiers) {
        return named(qualifiers, McpOAuth.class)
                .map(qualifier -> qualifier.hasValue() ? qualifier.value().asString() : McpOAuth.DEFAULT_NAME)
                .findFirst();
    }

    private static Stream<AnnotationInfo> named(Collection<AnnotationInfo> qualifiers, Class<?> type) {
        return qualifiers.stream().filter(qualifier -> qualifier.name().equals(type.getName()));
    }
}
