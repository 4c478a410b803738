package org.mcpoauth.server.resource;

import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.api.ResourceIdentifier;
import org.mcpoauth.api.error.RejectionReason;
import org.mcpoauth.api.event.ResourceEvent;
import org.mcpoauth.api.token.TokenPrincipal;
import org.mcpoauth.api.token.VerifiedToken;
import org.mcpoauth.spi.resource.AuditListener;

/** Tells what happens at a resource to whoever audits it, whose failures decide nothing. */
final class Audit {
    private static final System.Logger LOG = System.getLogger("org.mcpoauth.server.resource");

    private final ResourceIdentifier resource;
    private final AuditListener listener;
    private final AtomicBoolean isTold = new AtomicBoolean();

    Audit(ResourceIdentifier resource, AuditListener listener) {
        this.resource = resource;
        this.listener = listener;
    }

    /** A request was refused; where more of the same caller would help, more was asked for. */
    void refused(RejectionReason reason, @Nullable VerifiedToken token) {
        boolean isStepUp = reason == RejectionReason.SCOPE || reason == RejectionReason.USER_AUTHENTICATION;
        tell(
                isStepUp && token != null
                        ? new ResourceEvent.StepUpDemanded(resource, reason, token.principal())
                        : new ResourceEvent.RequestRefused(resource, reason, token == null ? null : token.principal()));
    }

    void bound(String kind, @Nullable TokenPrincipal owner) {
        tell(new ResourceEvent.HandleBound(resource, kind, owner));
    }

    void bindingRefused(String kind, @Nullable TokenPrincipal caller) {
        tell(new ResourceEvent.BindingRefused(resource, kind, caller));
    }

    private void tell(ResourceEvent event) {
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
