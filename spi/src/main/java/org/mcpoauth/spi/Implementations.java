package org.mcpoauth.spi;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.api.error.ConfigurationException;
import org.mcpoauth.api.error.FailureCode;
import org.mcpoauth.spi.store.StateStoreProvider;

/**
 * Chooses among the implementations of a factory: the configured class, else the only one that is not
 * ours, else ours. The thread's context class loader is asked first, because the API may be shared by
 * applications that bring their own implementations.
 */
final class Implementations {
    private static final List<String> OURS = List.of("org.mcpoauth.client.", "org.mcpoauth.server.");

    private Implementations() {}

    static <S> Optional<S> choose(Class<S> type, @Nullable String className) {
        List<S> all = load(type);
        return className == null ? preferred(type, all) : Optional.of(named(type, all, className));
    }

    /** The only store of a kind; two are ambiguous whoever they are of. */
    static StateStoreProvider store(String kind) {
        List<StateStoreProvider> fitting = load(StateStoreProvider.class).stream()
                .filter(provider -> provider.kind().equals(kind))
                .toList();
        if (fitting.size() != 1) {
            throw new ConfigurationException(
                    fitting.isEmpty() ? FailureCode.IMPLEMENTATION_MISSING : FailureCode.IMPLEMENTATION_AMBIGUOUS,
                    "store",
                    fitting.size() + " providers of the store " + kind
                            + " on the class path; one is needed, such as that of mcp-oauth-" + kind + "-store",
                    null);
        }
        return fitting.get(0);
    }

    private static <S> S named(Class<S> type, List<S> all, String className) {
        return all.stream()
                .filter(implementation -> implementation.getClass().getName().equals(className))
                .findFirst()
                .orElseThrow(() -> new ConfigurationException(
                        FailureCode.IMPLEMENTATION_MISSING,
                        type.getSimpleName(),
                        "no provider of class " + className,
                        null));
    }

    private static <S> Optional<S> preferred(Class<S> type, List<S> all) {
        List<S> foreign = all.stream().filter(Implementations::isForeign).toList();
        if (foreign.size() > 1) {
            List<String> names =
                    foreign.stream().map(each -> each.getClass().getName()).toList();
            throw new ConfigurationException(
                    FailureCode.IMPLEMENTATION_AMBIGUOUS,
                    type.getSimpleName(),
                    "name one of the providers " + names,
                    null);
        }
        return foreign.isEmpty() ? all.stream().findFirst() : Optional.of(foreign.get(0));
    }

    private static <S> boolean isForeign(S implementation) {
        return OURS.stream().noneMatch(implementation.getClass().getName()::startsWith);
    }

    /** A class that both loaders offer counts once, as the context class loader has it. */
    private static <S> List<S> load(Class<S> type) {
        Map<String, S> byName = new LinkedHashMap<>();
        try {
            for (ClassLoader loader : loaders(type)) {
                ServiceLoader.load(type, loader)
                        .forEach(each -> byName.putIfAbsent(each.getClass().getName(), each));
            }
        } catch (ServiceConfigurationError e) {
            throw new ConfigurationException(
                    FailureCode.CONFIGURATION_INVALID, type.getSimpleName(), "a provider cannot be loaded", e);
        }
        return List.copyOf(byName.values());
    }

    private static List<ClassLoader> loaders(Class<?> type) {
        List<ClassLoader> loaders = new ArrayList<>();
        ClassLoader context = Thread.currentThread().getContextClassLoader();
        if (context != null) {
            loaders.add(context);
        }
        ClassLoader own = type.getClassLoader();
        if (!loaders.contains(own)) {
            loaders.add(own);
        }
        return loaders;
    }
}
