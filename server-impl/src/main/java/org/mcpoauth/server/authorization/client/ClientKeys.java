package org.mcpoauth.server.authorization.client;

import org.mcpoauth.api.metadata.ClientMetadata;
import org.mcpoauth.spi.support.jose.JwkSet;

/** Finds the public keys of a client (RFC 7591, section 2). */
@FunctionalInterface
public interface ClientKeys {

    /**
     * The keys of a client, out of its metadata or fetched from its {@code jwks_uri}.
     *
     * @param metadata what the client registered or published
     * @return the usable keys; none if there are none or they cannot be fetched
     */
    JwkSet keys(ClientMetadata metadata);
}
