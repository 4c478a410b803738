package org.mcpoauth.server.servlet;

import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.spi.CDI;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.server.resource.BeanContainer;
import org.mcpoauth.spi.client.ClientEndpoints;
import org.mcpoauth.spi.endpoint.EndpointGroup;
import org.mcpoauth.spi.resource.ProtectedResource;
import org.mcpoauth.spi.server.AuthorizationServer;

/**
 * The endpoint groups among the CDI beans. Looked up at the first request, when CDI is certainly there
 * if it ever is; an answer of CDI is kept, its absence is not.
 */
final class BeanGroups implements Supplier<ServedGroups> {
    private static final ServedGroups NONE = new ServedGroups(List.of());

    private final BeanContainer beans = new BeanContainer();
    private final AtomicReference<@Nullable ServedGroups> found = new AtomicReference<>();

    @Override
    public ServedGroups get() {
        ServedGroups known = found.get();
        return known != null ? known : lookUp();
    }

    private ServedGroups lookUp() {
        CDI<Object> container = beans.current();
        if (container == null) {
            return NONE;
        }
        List<EndpointGroup> all = Stream.of(
                        ProtectedResource.class, AuthorizationServer.class, ClientEndpoints.class, EndpointGroup.class)
                .flatMap(type -> container.select(type, Any.Literal.INSTANCE).stream())
                .map(EndpointGroup.class::cast)
                .toList();
        ServedGroups groups = new ServedGroups(all);
        found.set(groups);
        return groups;
    }
}
