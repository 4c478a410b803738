package org.mcpoauth.server.resource;

import jakarta.enterprise.inject.spi.CDI;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * The CDI container, where there is one. Its absence is right for an application of plain Java SE that
 * registers its resources by hand, and wrong for every other; so it is told once.
 */
public final class BeanContainer {
    private static final System.Logger LOG = System.getLogger("org.mcpoauth.server.resource");

    private final AtomicBoolean told = new AtomicBoolean();

    /**
     * The container. Nothing but its absence is caught: a resource that cannot be made must not go
     * unguarded.
     *
     * @return the container, or {@code null} when there is none for this thread
     */
    public @Nullable CDI<Object> current() {
        try {
            return CDI.current();
        } catch (IllegalStateException | NoClassDefFoundError noContainer) {
            if (told.compareAndSet(false, true)) {
                LOG.log(
                        System.Logger.Level.WARNING,
                        "MCPO4112 no CDI container: only resources that are registered by hand are guarded");
            }
            return null;
        }
    }
}
