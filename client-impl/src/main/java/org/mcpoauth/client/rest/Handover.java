package org.mcpoauth.client.rest;

import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.spi.CDI;
import jakarta.ws.rs.container.ContainerRequestContext;
import java.net.http.HttpHeaders;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.spi.client.CurrentRequest;
import org.mcpoauth.spi.support.binding.RestEndpoints;

/**
 * Hands what a request says of its caller over to CDI, where there is CDI. One for each application: the bean is looked up
 * at the first request, and is a proxy from then on.
 */
final class Handover {
    private static final String COOKIE = "Cookie";

    private final AtomicReference<@Nullable Optional<CurrentRequest>> bean = new AtomicReference<>();

    /** The request goes on to the application. */
    void enter(ContainerRequestContext request) {
        bean().ifPresent(current -> current.entered(RestEndpoints.caller(request), cookies(request)));
    }

    private static HttpHeaders cookies(ContainerRequestContext request) {
        List<String> lines = request.getHeaders().get(COOKIE);
        return RestEndpoints.headers(lines == null ? Map.of() : Map.of(COOKIE, lines));
    }

    private Optional<CurrentRequest> bean() {
        Optional<CurrentRequest> known = bean.get();
        if (known == null) {
            known = lookUp();
            bean.set(known);
        }
        return known;
    }

    /** Nothing is lost without CDI: no client is injected then. */
    private static Optional<CurrentRequest> lookUp() {
        try {
            Instance<CurrentRequest> found = CDI.current().select(CurrentRequest.class);
            return found.isResolvable() ? Optional.of(found.get()) : Optional.empty();
        } catch (IllegalStateException | NoClassDefFoundError noContainer) {
            return Optional.empty();
        }
    }
}
