package org.mcpoauth.cdi;

import java.net.http.HttpHeaders;
import java.security.Principal;
import java.util.List;
import java.util.Optional;
import org.mcpoauth.spi.client.ClientEndpoints;
import org.mcpoauth.spi.endpoint.Endpoint;

/** What is served where nothing is. */
final class NoEndpoints implements ClientEndpoints {
    @Override
    public List<Endpoint> endpoints() {
        return List.of();
    }

    @Override
    public Optional<Principal> visitor(HttpHeaders headers) {
        return Optional.empty();
    }
}
