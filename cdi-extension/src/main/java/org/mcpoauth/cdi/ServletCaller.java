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
import java.util.function.Function;
import org.mcpoauth.spi.client.ClientEndpoints;

/** The user and the browser of the HTTP request of this thread. Loaded only where there are servlets. */
final class ServletCaller {
    private ServletCaller() {}

    static Optional<Principal> user() {
        return ask(request -> Optional.ofNullable(request.getUserPrincipal()).filter(user -> user.getName() != null));
    }

    static Optional<Principal> visitor() {
        return ask(ServletCaller::visitor);
    }

    private static Optional<Principal> visitor(HttpServletRequest request) {
        List<String> cookies = Collections.list(request.getHeaders("Cookie"));
        HttpHeaders headers = HttpHeaders.of(Map.of("Cookie", cookies), (name, value) -> true);
        return Beans.find(ClientEndpoints.class).flatMap(endpoints -> endpoints.visitor(headers));
    }

    /** A container has the request as a bean (Jakarta CDI, section "Additional built-in beans"), and null for nobody. */
    private static Optional<Principal> ask(Function<HttpServletRequest, Optional<Principal>> question) {
        Instance<HttpServletRequest> bean = CDI.current().select(HttpServletRequest.class);
        if (!bean.isResolvable()) {
            return Optional.empty();
        }
        try {
            return question.apply(bean.get());
        } catch (ContextNotActiveException | IllegalStateException noRequest) {
            return Optional.empty();
        }
    }
}
