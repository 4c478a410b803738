package org.mcpoauth.server.resource;

import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.spi.CDI;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.api.token.VerifiedToken;
import org.mcpoauth.spi.resource.CurrentToken;

/**
 * Hands the token of a request over to CDI, where there is CDI. One for each application: the bean is looked
 * up at the first request that passes, and is a proxy from then on; to look it up for each request would cost
 * ten times the call.
 */
public final class Handover {
    private final AtomicReference<@Nullable Optional<CurrentToken>> bean = new AtomicReference<>();

    /** The request goes on to the application. */
    public void enter(GuardedExchange exchange) {
        VerifiedToken token = exchange.token();
        bean().ifPresent(current -> current.entered(token, token == null ? null : exchange.caller(token)));
    }

    private Optional<CurrentToken> bean() {
        Optional<CurrentToken> known = bean.get();
        if (known == null) {
            known = lookUp();
            bean.set(known);
        }
        return known;
    }

    /** Nothing is lost without CDI: nobody can have anything injected then. */
    private static Optional<CurrentToken> lookUp() {
        try {
            Instance<CurrentToken> found = CDI.current().select(CurrentToken.class);
            return found.isResolvable() ? Optional.of(found.get()) : Optional.empty();
        } catch (IllegalStateException | NoClassDefFoundError noContainer) {
            return Optional.empty();
        }
    }
}
