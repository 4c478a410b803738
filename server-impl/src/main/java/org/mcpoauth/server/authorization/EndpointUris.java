package org.mcpoauth.server.authorization;

import java.net.URI;
import org.mcpoauth.api.Issuer;

/**
 * Where the endpoints are: below the issuer and the base path.
 *
 * @param base the issuer without a slash at its end, and the base path
 */
record EndpointUris(String base) {

    static EndpointUris of(Issuer issuer, String basePath) {
        String text = issuer.value();
        return new EndpointUris((text.endsWith("/") ? text.substring(0, text.length() - 1) : text) + basePath);
    }

    URI authorize() {
        return at("/authorize");
    }

    URI login() {
        return at("/login");
    }

    URI consent() {
        return at("/consent");
    }

    URI token() {
        return at("/token");
    }

    URI register() {
        return at("/register");
    }

    URI revoke() {
        return at("/revoke");
    }

    URI introspect() {
        return at("/introspect");
    }

    URI jwks() {
        return at("/jwks");
    }

    private URI at(String path) {
        return URI.create(base + path);
    }
}
