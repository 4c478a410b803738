package org.mcpoauth.cdi;

import jakarta.enterprise.inject.Default;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.spi.CDI;
import jakarta.enterprise.util.TypeLiteral;
import java.lang.annotation.Annotation;
import java.util.Optional;
import org.mcpoauth.api.McpOAuthClient;
import org.mcpoauth.api.error.ConfigurationException;
import org.mcpoauth.api.error.FailureCode;
import org.mcpoauth.cdi.config.ResourceServerConfigurations;

/**
 * Looks up beans. Through {@code CDI.current()}, because what a creator of a synthetic bean is given
 * does not see the beans of the application everywhere.
 */
final class Beans {
    private Beans() {}

    /** The bean of a type that is sure to be there. */
    static <T> T get(Class<T> type) {
        return CDI.current().select(type).get();
    }

    /** The bean of a type that is sure to be there, for one resource. */
    static <T> T get(Class<T> type, String resource) {
        return CDI.current().select(type, qualifier(resource)).get();
    }

    /** The client of a name as its factory made it. */
    static McpOAuthClient client(String name) {
        return CDI.current()
                .select(MadeClient.class, McpOAuthLiteral.of(name))
                .get()
                .client();
    }

    private static Annotation qualifier(String resource) {
        return ResourceServerConfigurations.UNNAMED.equals(resource)
                ? Default.Literal.INSTANCE
                : McpOAuthLiteral.of(resource);
    }

    static <T> Optional<T> find(Class<T> type) {
        return single(CDI.current().select(type), type);
    }

    static <T> Optional<T> find(TypeLiteral<T> type) {
        return single(CDI.current().select(type), type.getRawType());
    }

    /** The bean for one client or resource, else that for all. */
    static <T> Optional<T> find(Class<T> type, String name) {
        return findOf(type, name).or(() -> find(type));
    }

    /** The bean for one client or resource. */
    static <T> Optional<T> findOf(Class<T> type, String name) {
        return single(CDI.current().select(type, McpOAuthLiteral.of(name)), type);
    }

    private static <T> Optional<T> single(Instance<T> beans, Class<?> type) {
        if (beans.isAmbiguous()) {
            throw new ConfigurationException(
                    FailureCode.IMPLEMENTATION_AMBIGUOUS,
                    type.getSimpleName(),
                    "there are several beans; leave one, or make one an alternative with a priority",
                    null);
        }
        return beans.isUnsatisfied() ? Optional.empty() : Optional.of(beans.get());
    }
}
