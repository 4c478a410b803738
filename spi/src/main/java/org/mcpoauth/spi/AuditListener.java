package org.mcpoauth.spi;

import org.mcpoauth.api.event.AuditEvent;

/**
 * Learns what happens at protected resources and authorization servers, in the thread of the request, before it is
 * answered; and to clients, in the thread that did it. Safe for use by several threads. An exception is logged and changes nothing else.
 */
@FunctionalInterface
public interface AuditListener {
    /** Learns nothing. */
    AuditListener NONE = event -> {};

    /**
     * Something happened.
     *
     * @param event what
     */
    void happened(AuditEvent event);
}
