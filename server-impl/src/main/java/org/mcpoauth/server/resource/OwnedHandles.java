package org.mcpoauth.server.resource;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.api.token.Confirmation;
import org.mcpoauth.api.token.VerifiedToken;
import org.mcpoauth.spi.resource.BindingRules;

/**
 * Handles that the guard itself binds to the principal of a token, and where configuration says so to its
 * DPoP key too.
 */
final class OwnedHandles {
    private static final int MAX_HANDLE = 256;

    private final StoredPrincipalBinder binder;
    private final BindingRules rules;

    OwnedHandles(StoredPrincipalBinder binder, BindingRules rules) {
        this.binder = binder;
        this.rules = rules;
    }

    BindingRules rules() {
        return rules;
    }

    /** Binds a handle that the application gives out; also true if this owner has it already. */
    boolean bind(String kind, String handle, @Nullable VerifiedToken token) {
        if (handle.isEmpty() || handle.length() > MAX_HANDLE) {
            return false;
        }
        Duration idle = rules.idleTimeout();
        return binder.bind(kind, handle, owner(token), idle) || isOwner(kind, handle, token);
    }

    boolean isOwner(String kind, String handle, @Nullable VerifiedToken token) {
        return binder.isOwner(kind, handle, owner(token));
    }

    /** The same without use: nothing is renewed and nobody is told. */
    boolean holds(String kind, String handle, @Nullable VerifiedToken token) {
        return binder.holds(kind, handle, owner(token));
    }

    void release(String kind, String handle, @Nullable VerifiedToken token) {
        binder.release(kind, handle, owner(token));
    }

    private BoundOwner owner(@Nullable VerifiedToken token) {
        if (token == null) {
            return BoundOwner.NOBODY;
        }
        String key = rules.keyBound()
                ? Optional.ofNullable(token.confirmation())
                        .map(Confirmation::jwkThumbprint)
                        .orElse(null)
                : null;
        return new BoundOwner(token.principal(), key);
    }
}
