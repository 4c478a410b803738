package org.mcpoauth.server.resource;

import org.jspecify.annotations.Nullable;
import org.mcpoauth.api.token.TokenPrincipal;

/**
 * Who owns a handle.
 *
 * @param principal the principal, {@code null} for nobody
 * @param key the thumbprint of the DPoP key that the owner must hold too, {@code null} for any
 */
record BoundOwner(
        @Nullable TokenPrincipal principal, @Nullable String key) {
    static final BoundOwner NOBODY = new BoundOwner(null, null);

    boolean isComplete() {
        return principal != null && principal.isComplete();
    }

    /** What the store holds of the owner: no blanks, and nothing that tells who it is. */
    String digest() {
        if (principal == null) {
            return "-";
        }
        String digest = PrincipalDigest.text(principal);
        return key == null ? digest : digest + "." + key;
    }

    /** Whose part of the store a handle takes up: anybody can make more keys, so they do not count. */
    String holder() {
        return new BoundOwner(principal, null).digest();
    }
}
