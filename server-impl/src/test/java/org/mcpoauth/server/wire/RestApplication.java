package org.mcpoauth.server.wire;

import jakarta.ws.rs.core.Application;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** An application of classes and instances, which any Jakarta REST runtime takes. */
final class RestApplication extends Application {
    private final Set<Class<?>> classes = new LinkedHashSet<>();
    private final Set<Object> instances = new LinkedHashSet<>();
    private final Map<String, Object> properties = new LinkedHashMap<>();

    RestApplication(Class<?>... classes) {
        this.classes.addAll(List.of(classes));
    }

    RestApplication register(Object instance) {
        instances.add(instance);
        return this;
    }

    RestApplication register(Class<?> type) {
        classes.add(type);
        return this;
    }

    RestApplication property(String name, Object value) {
        properties.put(name, value);
        return this;
    }

    @Override
    public Set<Class<?>> getClasses() {
        return classes;
    }

    /** That it is deprecated, for beans are better, does not matter to tests that look into their instances. */
    @Override
    @SuppressWarnings("deprecation")
    public Set<Object> getSingletons() {
        return instances;
    }

    @Override
    public Map<String, Object> getProperties() {
        return properties;
    }
}
