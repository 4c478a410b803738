package org.mcpoauth.server.resource;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.api.token.Confirmation;
import org.mcpoauth.api.token.PrincipalBinder;
import org.mcpoauth.api.token.TokenPrincipal;

/** Binds what an application gives out to the principal and the DPoP key of a request (RFC 9449, section 6.1). */
final class KeyedPrincipalBinder implements PrincipalBinder {
    private final StoredPrincipalBinder binder;
    private final @Nullable String key;

    /**
     * A binder for requests with one key.
     *
     * @param key the thumbprint of the key, {@code null} for requests without one
     */
    KeyedPrincipalBinder(StoredPrincipalBinder binder, @Nullable String key) {
        this.binder = binder;
        this.key = key;
    }

    @Override
    public PrincipalBinder forKey(@Nullable Confirmation other) {
        return new KeyedPrincipalBinder(binder, other == null ? null : other.jwkThumbprint());
    }

    @Override
    public boolean bind(String kind, String handle, @Nullable TokenPrincipal owner, Duration idle) {
        return binder.bind(kind, handle, new BoundOwner(owner, key), idle);
    }

    @Override
    public boolean isOwner(String kind, String handle, @Nullable TokenPrincipal caller) {
        return binder.isOwner(kind, handle, new BoundOwner(caller, key));
    }

    @Override
    public boolean release(String kind, String handle, @Nullable TokenPrincipal caller) {
        return binder.release(kind, handle, new BoundOwner(caller, key));
    }
}
