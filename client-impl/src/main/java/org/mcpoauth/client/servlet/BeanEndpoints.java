package org.mcpoauth.client.servlet;

import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.spi.CDI;
import java.lang.System.Logger.Level;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.spi.client.ClientEndpoints;
import org.mcpoauth.spi.endpoint.Endpoint;

/**
 * The endpoints that are a CDI bean. Looked up at the first request, when CDI is certainly there if it ever is; an
 * answer of CDI is kept, its absence is not. A bean that cannot be made is reported once and serves nothing, so that
 * the other paths of the application work.
 */
final class BeanEndpoints implements Supplier<Map<String, Endpoint>> {
    private static final System.Logger LOG = System.getLogger("org.mcpoauth.client.servlet");

    private final AtomicReference<@Nullable Map<String, Endpoint>> found = new AtomicReference<>();

    @Override
    public Map<String, Endpoint> get() {
        Map<String, Endpoint> known = found.get();
        if (known != null) {
            return known;
        }
        // no lambda has CDI in its signature: where the API is absent, it would not even be linked
        CDI<Object> current = current();
        return current == null ? Map.of() : lookUp(current);
    }

    private static @Nullable CDI<Object> current() {
        try {
            return CDI.current();
        } catch (IllegalStateException | NoClassDefFoundError noContainer) {
            return null;
        }
    }

    private Map<String, Endpoint> lookUp(CDI<Object> current) {
        try {
            Instance<ClientEndpoints> bean = current.select(ClientEndpoints.class);
            Map<String, Endpoint> endpoints =
                    bean.isResolvable() ? McpOAuthClientServletFilter.byPath(bean.get()) : Map.of();
            found.set(endpoints);
            return endpoints;
        } catch (RuntimeException | LinkageError failure) {
            if (found.compareAndSet(null, Map.of())) {
                LOG.log(
                        Level.ERROR,
                        "MCPO3186 the endpoints of the clients cannot be made and are not served",
                        failure);
            }
            return Map.of();
        }
    }
}
