package org.mcpoauth.spi.client;

import java.security.Principal;
import org.jspecify.annotations.Nullable;

/**
 * Knows who calls: the signed-in user on whose behalf the current thread works. A client asks it at each call, so
 * that an injected client has the tokens of each caller and of nobody else.
 *
 * <p>Safe for use by several threads. It answers for the calling thread alone and must not remember anybody: a
 * thread that serves no request, or one that nobody signed in for, has no caller.
 */
@FunctionalInterface
public interface CallerSource {
    /** Knows nobody. */
    CallerSource NOBODY = () -> null;

    /**
     * Who calls now.
     *
     * @return the caller, or {@code null} when nobody is known; a principal without a name counts as nobody.
     *     Callers are told apart by client, issuer and subject where {@link
     *     org.mcpoauth.api.token.TokenPrincipal#of} knows them, else by name
     */
    @Nullable
    Principal caller();
}
