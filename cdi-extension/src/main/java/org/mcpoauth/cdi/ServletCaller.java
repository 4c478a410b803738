package org.mcpoauth.cdi;

import jakarta.enterprise.context.ContextNotActiveException;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.spi.CDI;
import jakarta.servlet.http.HttpServletRequest;
import java.net.http.HttpHeaders;
import java.security.Principal;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.mcpoauth.spi.client.ClientEndpoints;

/** The user of the HTTP request of this thread. Loaded only where there are servlets. */
final class ServletCaller {
    private ServletCaller() {}

    /** A container has the request as a bean (Jakarta CDI, section "Additional built-in beans"), and null for nobody. */
    static Optional<Principal> current(boolean takesBrowsers) {
        Instance<HttpServletRequest> bean = CDI.current().select(HttpServletRequest.class);
        if (!bean.isResolvable()) {
            return Optional.empty();
        }
        try {
            HttpServletRequest request = bean.get();
            return Optional.ofNullable(request.getUserPrincipal())
                    .filter(user -> user.getName() != null)
                    .or(() -> takesBrowsers ? visitor(request) : Optional.empty());
        } catch (ContextNotActiveException | IllegalStateException noRequest) {
            return Optional.empty();
        }
    }

    private static Optional<Principal> visitor(HttpServletRequest request) {
        List<String> cookies = Collections.list(request.getHeaders("Cookie"));
        HttpHeaders headers = HttpHeaders.of(Map.of("Cookie", cookies), (name, value) -> true);
        return Beans.find(ClientEndpoints.class).flatMap(endpoints -> endpoints.visitor(headers));
    }
}
