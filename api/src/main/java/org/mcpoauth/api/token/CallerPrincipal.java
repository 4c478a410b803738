package org.mcpoauth.api.token;

import java.io.Serializable;
import java.security.Principal;
import java.util.Objects;

/**
 * The caller of a guarded request, as {@code SecurityContext} and {@code HttpServletRequest} show it: the
 * name that people know, from a configured claim, and who it really is.
 *
 * @param name the name for people; two callers may have the same
 * @param identity whom the token stands for
 */
public record CallerPrincipal(String name, TokenPrincipal identity) implements Principal, Serializable {

    /** Checks that nothing is missing. */
    public CallerPrincipal {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(identity, "identity");
    }

    /**
     * The name for people. Not an identifier; compare {@link #identity()}.
     *
     * @return the name
     */
    @Override
    public String getName() {
        return name;
    }
}
