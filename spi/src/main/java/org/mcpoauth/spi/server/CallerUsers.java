package org.mcpoauth.spi.server;

import java.security.Principal;
import java.time.Instant;
import java.util.Optional;
import org.mcpoauth.api.provider.ResourceOwner;

/**
 * Knows users by the login of the container (Jakarta Servlet, section 13.3), or as callers of its identity stores (Jakarta
 * Security, "Identity Store") where those stand behind a login form. A browser that comes without a container login is sent
 * through the container's own login where there is one, else it gets status 401. The container does not tell when a
 * user logged in, nor can it be made to ask again: a request that demands a new login is refused, and one that demands a
 * recent one unless the answer has a time of its own. Safe for use by several
 * threads.
 */
@FunctionalInterface
public interface CallerUsers {
    /** Users by the names that the container gives them, 255 characters at most. */
    CallerUsers BY_NAME = new CallersByName();

    /**
     * Says who a caller is. Asked with each request; the session of a browser keeps the answer to its first one.
     *
     * @param caller whom the container has authenticated
     * @param seenAt the latest time at which the caller can have logged in: a moment before this request. As the time of
     *     the user it says, like {@code null}, that nobody knows when that was
     * @return the user, empty for a caller who is nobody here
     */
    Optional<ResourceOwner> owner(Principal caller, Instant seenAt);
}
