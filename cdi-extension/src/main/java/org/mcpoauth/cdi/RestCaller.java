package org.mcpoauth.cdi;

import jakarta.enterprise.context.ContextNotActiveException;
import java.security.Principal;
import java.util.Optional;
import java.util.function.Function;
import org.mcpoauth.cdi.identity.RequestCaller;
import org.mcpoauth.spi.client.ClientEndpoints;

/** The user and the browser of the current request, as a binding of Jakarta REST has handed them over. */
final class RestCaller {
    private RestCaller() {}

    static Optional<Principal> user() {
        return ask(RequestCaller::user);
    }

    static Optional<Principal> visitor() {
        return ask(request -> request.cookies()
                .flatMap(
                        cookies -> Beans.find(ClientEndpoints.class).flatMap(endpoints -> endpoints.visitor(cookies))));
    }

    private static Optional<Principal> ask(Function<RequestCaller, Optional<Principal>> question) {
        try {
            return question.apply(Beans.get(RequestCaller.class));
        } catch (ContextNotActiveException noRequest) {
            return Optional.empty();
        }
    }
}
