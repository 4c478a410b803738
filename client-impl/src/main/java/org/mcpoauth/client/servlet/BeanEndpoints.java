package org.mcpoauth.client.servlet;

import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.spi.CDI;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.spi.client.ClientEndpoints;
import org.mcpoauth.spi.endpoint.Endpoint;

/**
 * The endpoints that are a CDI bean. Looked up at the first request, when CDI is certainly there if it ever is; an
 * answer of CDI is kept, its absence is not.
 */
final class BeanEndpoints implements Supplier<Map<String, Endpoint>> {
    private final AtomicReference<@Nullable Map<String, Endpoint>> found = new AtomicReference<>();

    @Override
    public Map<String, Endpoint> get() {
        Map<String, Endpoint> known = found.get();
        return known != null ? known : lookUp();
    }

    private Map<String, Endpoint> lookUp() {
        try {
            Instance<ClientEndpoints> bean = CDI.current().select(ClientEndpoints.class);
            Map<String, Endpoint> endpoints =
                    bean.isResolvable() ? McpOAuthClientServletFilter.byPath(bean.get()) : Map.of();
            found.set(endpoints);
            return endpoints;
        } catch (IllegalStateException | NoClassDefFoundError noContainer) {
            return Map.of();
        }
    }
}
