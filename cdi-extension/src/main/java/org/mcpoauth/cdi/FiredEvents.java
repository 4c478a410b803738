package org.mcpoauth.cdi;

import jakarta.enterprise.event.Event;
import jakarta.enterprise.inject.spi.CDI;
import org.mcpoauth.api.event.AuditEvent;
import org.mcpoauth.spi.AuditListener;

/**
 * Fires what happens as CDI events.
 *
 * @param events fires
 */
record FiredEvents(Event<Object> events) implements AuditListener {

    /** The events of the current container. */
    static FiredEvents ofContainer() {
        return new FiredEvents(CDI.current().getBeanContainer().getEvent());
    }

    @Override
    public void happened(AuditEvent event) {
        events.fire(event);
    }
}
