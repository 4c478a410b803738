package org.mcpoauth.cdi.identity;

import jakarta.enterprise.context.ContextNotActiveException;
import java.lang.System.Logger.Level;
import java.security.Principal;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.api.token.VerifiedToken;
import org.mcpoauth.spi.resource.CurrentToken;

/** Keeps the token of each request in the request scope. */
final class RequestTokens implements CurrentToken {
    private static final System.Logger LOG = System.getLogger("org.mcpoauth.cdi");

    private final RequestToken current;
    private final AtomicBoolean isTold = new AtomicBoolean();

    /**
     * Keeps tokens.
     *
     * @param current the proxy of that of the current request
     */
    RequestTokens(RequestToken current) {
        this.current = current;
    }

    /** A runtime without a request scope, such as Jersey on plain Java SE, has nothing to inject into either. */
    @Override
    public void entered(@Nullable VerifiedToken token, @Nullable Principal caller) {
        try {
            current.set(token, caller);
        } catch (ContextNotActiveException e) {
            if (isTold.compareAndSet(false, true)) {
                LOG.log(Level.DEBUG, "MCPO4802 no request scope here: the token of a request cannot be injected");
            }
        }
    }
}
