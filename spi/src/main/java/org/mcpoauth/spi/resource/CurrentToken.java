package org.mcpoauth.spi.resource;

import java.security.Principal;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.api.token.VerifiedToken;

/**
 * Where the bindings leave the token of the current request, so that an application can have it injected. A
 * CDI bean; a binding looks it up once and calls it for every request it lets pass, before any code of the
 * application runs. Safe for use by several threads.
 */
public interface CurrentToken {

    /**
     * The current request is let pass.
     *
     * @param token the accepted token, or {@code null} if the request is open to everybody
     * @param caller who calls, as {@code SecurityContext} shows it; {@code null} with the token
     */
    void entered(@Nullable VerifiedToken token, @Nullable Principal caller);
}
