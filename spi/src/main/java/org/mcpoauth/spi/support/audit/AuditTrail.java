package org.mcpoauth.spi.support.audit;

import java.util.concurrent.atomic.AtomicBoolean;
import org.mcpoauth.api.event.AuditEvent;
import org.mcpoauth.spi.AuditListener;

/** Tells what happens to whoever audits it, whose failures decide nothing. Thread-safe. */
public final class AuditTrail {
    private static final System.Logger LOG = System.getLogger("org.mcpoauth.spi.support.audit");

    private final AuditListener listener;
    private final AtomicBoolean isTold = new AtomicBoolean();

    /** A trail that ends at a listener. */
    public AuditTrail(AuditListener listener) {
        this.listener = listener;
    }

    /** Tells one event; a listener that fails is named once. */
    public void tell(AuditEvent event) {
        try {
            listener.happened(event);
        } catch (RuntimeException e) {
            if (isTold.compareAndSet(false, true)) {
                LOG.log(
                        System.Logger.Level.ERROR,
                        () -> "MCPO4801 an audit listener fails, which is told once: "
                                + e.getClass().getName());
            }
        }
    }
}
