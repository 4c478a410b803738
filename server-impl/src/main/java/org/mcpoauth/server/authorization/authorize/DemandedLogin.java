package org.mcpoauth.server.authorization.authorize;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.api.provider.RequestedAuthentication;
import org.mcpoauth.api.provider.ResourceOwner;

/**
 * What a login must be like for an authorization request (RFC 9470, section 5: what is asked for is necessary).
 *
 * @param demanded what the request says
 * @param requestedAt when it came; ages count from there, so that nobody grows too old while reading a page
 */
record DemandedLogin(RequestedAuthentication demanded, Instant requestedAt) {

    /** A page that is no part of an authorization request: any login will do. */
    static final DemandedLogin NONE = new DemandedLogin(RequestedAuthentication.ANY, Instant.EPOCH);

    /** Whether a login from before the request will do. */
    boolean acceptsEarlier(ResourceOwner owner) {
        return !demanded.demandsLogin() && isMetBy(owner);
    }

    /** Whether a login will do, be it from before or for this very request. */
    boolean isMetBy(ResourceOwner owner) {
        boolean isKind = demanded.acrValues().isEmpty()
                || (owner.acr() != null && demanded.acrValues().contains(owner.acr()));
        return isKind && isRecent(owner.authenticatedAt());
    }

    /** A login of a time that nobody knows may have been long ago. */
    private boolean isRecent(@Nullable Instant authenticatedAt) {
        Instant earliest = earliest();
        return authenticatedAt == null ? earliest.equals(Instant.MIN) : !authenticatedAt.isBefore(earliest);
    }

    /** Some who authenticate users tell whole seconds. */
    private Instant earliest() {
        Instant request = requestedAt.truncatedTo(ChronoUnit.SECONDS);
        if (demanded.demandsLogin()) {
            return request;
        }
        return demanded.maxAge() == null ? Instant.MIN : request.minus(demanded.maxAge());
    }
}
