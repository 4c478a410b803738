package org.mcpoauth.server.wire;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.spi.AfterBeanDiscovery;
import jakarta.enterprise.inject.spi.Extension;
import org.jboss.weld.environment.se.Weld;
import org.jboss.weld.environment.se.WeldContainer;
import org.mcpoauth.spi.endpoint.EndpointGroup;
import org.mcpoauth.spi.resource.ProtectedResource;

/** A CDI container whose only bean is a protected resource. */
final class Beans implements AutoCloseable {
    private final WeldContainer container;

    Beans(ProtectedResource resource) {
        container = new Weld()
                .disableDiscovery()
                .addBeanClass(Beans.class)
                .addExtension(new OneBean(resource))
                .initialize();
    }

    /** Adds the bean. */
    static final class OneBean implements Extension {
        private final ProtectedResource resource;

        OneBean(ProtectedResource resource) {
            this.resource = resource;
        }

        void add(@Observes AfterBeanDiscovery discovery) {
            discovery
                    .addBean()
                    .types(Object.class, EndpointGroup.class, ProtectedResource.class)
                    .scope(ApplicationScoped.class)
                    .createWith(context -> resource);
        }
    }

    boolean isRunning() {
        return container.isRunning();
    }

    @Override
    public void close() {
        container.close();
    }
}
