package org.mcpoauth.cdi.identity;

import jakarta.enterprise.context.ContextNotActiveException;
import java.lang.System.Logger.Level;
import java.net.http.HttpHeaders;
import java.security.Principal;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.spi.client.CurrentRequest;

/** Keeps what Jakarta REST knows of callers in the request scope. */
final class RequestCallers implements CurrentRequest {
    private static final System.Logger LOG = System.getLogger("org.mcpoauth.cdi");

    private final RequestCaller current;
    private final AtomicBoolean isTold = new AtomicBoolean();

    /**
     * Keeps callers.
     *
     * @param current the proxy of that of the current request
     */
    RequestCallers(RequestCaller current) {
        this.current = current;
    }

    /** Without a request scope clients know no caller: they refuse, and take nobody for somebody else. */
    @Override
    public void entered(@Nullable Principal user, HttpHeaders headers) {
        try {
            current.set(user, headers);
        } catch (ContextNotActiveException e) {
            if (isTold.compareAndSet(false, true)) {
                LOG.log(Level.DEBUG, "MCPO4804 no request scope here: injected clients do not know who calls");
            }
        }
    }
}
