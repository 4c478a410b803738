package org.mcpoauth.cdi;

import jakarta.servlet.ServletContext;
import java.net.URI;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.mcpoauth.spi.AuthorizationServerConfiguration;
import org.mcpoauth.spi.ResourceServerConfiguration;
import org.mcpoauth.spi.check.Finding;

/**
 * Where a web application lies, against the URLs it is said to have: what is elsewhere is only there if a proxy in front
 * changes paths.
 *
 * @param path the context root, empty at the root of the server
 */
record ContextRoot(String path) {

    /** That of what has begun, if it is a web application. */
    static Optional<ContextRoot> of(Object begun) {
        try {
            return begun instanceof ServletContext context
                    ? Optional.of(new ContextRoot(context.getContextPath()))
                    : Optional.empty();
        } catch (NoClassDefFoundError noServlets) {
            return Optional.empty();
        }
    }

    /** RFC 9728, section 3.1: the metadata lie at the root of the server unless a challenge names another place. */
    Stream<Finding> findings(ResourceServerConfiguration resource) {
        URI metadata = resource.description().url();
        return Stream.concat(
                outside("url", resource.resource().uri(), "have a proxy in front map it"),
                outside(
                        "metadata.url",
                        Objects.requireNonNullElseGet(
                                metadata,
                                () -> resource.resource().metadataLocations().get(0)),
                        "have a proxy in front send it on, or name a place within the application"));
    }

    /** OpenID Connect Discovery, section 4: clients find the metadata below the issuer. */
    Stream<Finding> findings(AuthorizationServerConfiguration server) {
        return outside("issuer", server.issuer().uri(), "have a proxy in front map it, or add the context root");
    }

    private Stream<Finding> outside(String key, URI url, String remedy) {
        String place = url.getRawPath();
        return (place + "/").startsWith(path + "/")
                ? Stream.empty()
                : Stream.of(new Finding(
                        "MCPO4687",
                        key,
                        (place.isEmpty() ? "/" : place) + " lies outside of this application, whose context root is "
                                + path + ": " + remedy));
    }
}
