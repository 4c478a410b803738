package org.mcpoauth.api.event;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.api.ResourceIdentifier;
import org.mcpoauth.api.error.RejectionReason;
import org.mcpoauth.api.token.TokenPrincipal;

/** Something that happened at a protected resource. Immutable. */
public sealed interface ResourceEvent extends AuditEvent {

    /**
     * Where it happened.
     *
     * @return the protected resource
     */
    ResourceIdentifier resource();

    /**
     * A request was refused.
     *
     * @param resource where
     * @param reason why; the client is not told
     * @param principal whom the token stood for, or {@code null} if none was accepted
     */
    record RequestRefused(
            ResourceIdentifier resource,
            RejectionReason reason,
            @Nullable TokenPrincipal principal) implements ResourceEvent {
        /** Checks that nothing is missing. */
        public RequestRefused {
            Objects.requireNonNull(resource, "resource");
            Objects.requireNonNull(reason, "reason");
        }
    }

    /**
     * A caller was asked for more: scopes (MCP authorization, "Runtime Insufficient Scope Errors") or a better
     * user authentication (RFC 9470).
     *
     * @param resource where
     * @param reason {@link RejectionReason#SCOPE} or {@link RejectionReason#USER_AUTHENTICATION}
     * @param principal whom the token stands for
     */
    record StepUpDemanded(ResourceIdentifier resource, RejectionReason reason, TokenPrincipal principal)
            implements ResourceEvent {
        /** Checks that nothing is missing. */
        public StepUpDemanded {
            Objects.requireNonNull(resource, "resource");
            Objects.requireNonNull(reason, "reason");
            Objects.requireNonNull(principal, "principal");
        }
    }

    /**
     * A session, task or other handle has an owner now.
     *
     * @param resource where
     * @param kind the kind of handle, such as {@code session}
     * @param owner the owner, or {@code null} if the request was not authenticated
     */
    record HandleBound(
            ResourceIdentifier resource,
            String kind,
            @Nullable TokenPrincipal owner) implements ResourceEvent {
        /** Checks that nothing is missing. */
        public HandleBound {
            Objects.requireNonNull(resource, "resource");
            Objects.requireNonNull(kind, "kind");
        }
    }

    /**
     * A caller presented a handle that is not the caller's own, or does not exist; which one is not told
     * apart.
     *
     * @param resource where
     * @param kind the kind of handle, such as {@code session}
     * @param caller who, or {@code null} if the request was not authenticated
     */
    record BindingRefused(
            ResourceIdentifier resource,
            String kind,
            @Nullable TokenPrincipal caller) implements ResourceEvent {
        /** Checks that nothing is missing. */
        public BindingRefused {
            Objects.requireNonNull(resource, "resource");
            Objects.requireNonNull(kind, "kind");
        }
    }
}
