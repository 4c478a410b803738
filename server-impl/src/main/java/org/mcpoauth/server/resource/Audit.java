package org.mcpoauth.server.resource;

import org.jspecify.annotations.Nullable;
import org.mcpoauth.api.ResourceIdentifier;
import org.mcpoauth.api.error.RejectionReason;
import org.mcpoauth.api.event.ResourceEvent;
import org.mcpoauth.api.token.TokenPrincipal;
import org.mcpoauth.api.token.VerifiedToken;
import org.mcpoauth.spi.AuditListener;
import org.mcpoauth.spi.support.audit.AuditTrail;

/** Tells what happens at one resource. */
final class Audit {
    private final ResourceIdentifier resource;
    private final AuditTrail trail;

    Audit(ResourceIdentifier resource, AuditListener listener) {
        this.resource = resource;
        this.trail = new AuditTrail(listener);
    }

    /** A request was refused; where more of the same caller would help, more was asked for. */
    void refused(RejectionReason reason, @Nullable VerifiedToken token) {
        boolean isStepUp = reason == RejectionReason.SCOPE || reason == RejectionReason.USER_AUTHENTICATION;
        trail.tell(
                isStepUp && token != null
                        ? new ResourceEvent.StepUpDemanded(resource, reason, token.principal())
                        : new ResourceEvent.RequestRefused(resource, reason, token == null ? null : token.principal()));
    }

    void bound(String kind, @Nullable TokenPrincipal owner) {
        trail.tell(new ResourceEvent.HandleBound(resource, kind, owner));
    }

    void bindingRefused(String kind, @Nullable TokenPrincipal caller) {
        trail.tell(new ResourceEvent.BindingRefused(resource, kind, caller));
    }
}
