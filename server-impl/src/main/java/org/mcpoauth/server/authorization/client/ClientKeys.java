package org.mcpoauth.server.authorization.client;

import java.util.function.Predicate;
import org.mcpoauth.api.error.EndpointException;
import org.mcpoauth.api.metadata.ClientMetadata;
import org.mcpoauth.spi.endpoint.EndpointRequest;
import org.mcpoauth.spi.support.jose.JwkSet;

/** Finds the public keys of a client (RFC 7591, section 2). */
@FunctionalInterface
public interface ClientKeys {

    /**
     * The keys of a client, out of its metadata or fetched from its {@code jwks_uri}.
     *
     * @param metadata what the client registered or published
     * @param suffices whether a set has what is looked for; one that has not is fetched again, once in a while
     * @param request the request that they are looked for
     * @return the usable keys, whether they suffice or not; none if the client has none
     * @throws EndpointException with {@code temporarily_unavailable} if they cannot be had now
     * @throws org.mcpoauth.server.authorization.limit.TooManyRequestsException if too much was fetched in vain
     */
    JwkSet keys(ClientMetadata metadata, Predicate<JwkSet> suffices, EndpointRequest request);
}
