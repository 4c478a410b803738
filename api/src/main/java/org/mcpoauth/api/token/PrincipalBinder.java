package org.mcpoauth.api.token;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Binds what outlives a request to the principal that made it: MCP sessions, tasks, elicitations and
 * any other state handle (MCP security best practices, "State Handle Hijacking" and "Session
 * Hijacking"). Possession of an identifier is never authentication.
 *
 * <p>A handle whose owner differs and a handle that never existed are answered alike, so that nobody
 * learns which identifiers exist. Safe for use by several threads and, with a shared store, several
 * nodes.
 */
public interface PrincipalBinder {

    /**
     * Binds a new handle to its owner.
     *
     * @param kind the kind of handle, such as {@code session} or {@code task}; {@code a-z}, {@code 0-9}
     *     and {@code -}, 1 to 32 characters
     * @param handle the identifier, at most 256 characters; it is kept as a digest only
     * @param owner who made it, or {@code null} when the request was not authenticated
     * @param idle how long the handle lives after its last use; positive
     * @return {@code true} if it is bound now, {@code false} if a handle of this name exists already
     * @throws org.mcpoauth.api.error.TokenRejectedException if the configuration demands complete
     *     principals and the owner is not complete
     * @throws org.mcpoauth.api.error.StorageException if the store is full or cannot be used
     */
    boolean bind(String kind, String handle, @Nullable TokenPrincipal owner, Duration idle);

    /**
     * Whether a caller owns a handle. A successful use starts the idle time anew.
     *
     * @param kind the kind of handle
     * @param handle the identifier that the caller presented
     * @param caller who calls, or {@code null} when the request was not authenticated
     * @return {@code true} only if the handle is live and bound to exactly this principal; a handle made
     *     without authentication is never owned by an authenticated caller, nor the other way round
     * @throws org.mcpoauth.api.error.StorageException if the store cannot be used
     */
    boolean isOwner(String kind, String handle, @Nullable TokenPrincipal caller);

    /**
     * Ends a handle, if the caller owns it.
     *
     * @param kind the kind of handle
     * @param handle the identifier that the caller presented
     * @param caller who calls, or {@code null} when the request was not authenticated
     * @return {@code true} if it was live and is ended now, {@code false} if nothing was changed
     * @throws org.mcpoauth.api.error.StorageException if the store cannot be used
     */
    boolean release(String kind, String handle, @Nullable TokenPrincipal caller);

    /**
     * The binder for a request with this token key. Where the configuration makes the DPoP key (RFC 9449,
     * section 6.1) a part of the principal, what is bound through it is bound to the key too, and a
     * request with another key or none owns nothing of it. Elsewhere it is this binder.
     *
     * @param key {@link VerifiedToken#confirmation()} of the request, {@code null} when there is none
     * @return the binder for that key
     */
    default PrincipalBinder forKey(@Nullable Confirmation key) {
        return this;
    }
}
