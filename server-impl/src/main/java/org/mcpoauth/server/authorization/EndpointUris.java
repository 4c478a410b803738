package org.mcpoauth.server.authorization;

import java.net.URI;
import java.util.Optional;
import org.mcpoauth.spi.AuthorizationServerConfiguration;
import org.mcpoauth.spi.server.EndpointPaths;

/**
 * Where the endpoints are: below the issuer and the base path.
 *
 * @param base the issuer without a slash at its end, and the base path
 * @param paths what follows for each of them
 */
record EndpointUris(String base, EndpointPaths paths) {

    static EndpointUris of(AuthorizationServerConfiguration configuration) {
        return new EndpointUris(
                trimmed(configuration.issuer().value()) + trimmed(configuration.basePath()), configuration.endpoints());
    }

    /** The same endpoints for mutual TLS, empty where they have no URLs of their own (RFC 8705, section 5). */
    static Optional<EndpointUris> forMutualTls(AuthorizationServerConfiguration configuration) {
        return Optional.ofNullable(configuration.mutualTls().baseUrl())
                .map(base -> new EndpointUris(base + trimmed(configuration.basePath()), configuration.endpoints()));
    }

    URI authorize() {
        return at(paths.authorize());
    }

    URI login() {
        return at("/login");
    }

    URI consent() {
        return at("/consent");
    }

    URI upstream() {
        return at("/upstream");
    }

    URI upstreamCallback() {
        return at("/upstream/callback");
    }

    URI token() {
        return at(paths.token());
    }

    URI register() {
        return at(paths.register());
    }

    URI clientConfiguration() {
        return at(paths.register() + "/client");
    }

    URI revoke() {
        return at(paths.revoke());
    }

    URI introspect() {
        return at(paths.introspect());
    }

    URI jwks() {
        return at(paths.jwks());
    }

    URI userInfo() {
        return at("/userinfo");
    }

    /** Empty when requests cannot be pushed. */
    Optional<URI> par() {
        return Optional.ofNullable(paths.par()).map(this::at);
    }

    /** Empty when devices cannot be authorized. */
    Optional<URI> device() {
        return Optional.ofNullable(paths.device()).map(this::at);
    }

    URI devicePage() {
        return at(paths.devicePage());
    }

    private URI at(String path) {
        return URI.create(base + path);
    }

    private static String trimmed(String text) {
        return text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
    }
}
