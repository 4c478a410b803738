package org.mcpoauth.cdi;

import java.net.URI;
import java.util.stream.Stream;
import org.mcpoauth.cdi.config.FullKeys;
import org.mcpoauth.cdi.config.Role;
import org.mcpoauth.spi.AuthorizationServerConfiguration;
import org.mcpoauth.spi.ResourceServerConfiguration;

/**
 * A URL under which clients look for something of this application.
 *
 * @param key says where it is, in full
 * @param url the URL
 * @param isConfigured whether the key has it; else it follows from another URL
 * @param remedy what to do if a web application cannot answer there
 */
record PublicUrl(String key, URI url, boolean isConfigured, String remedy) {

    /** RFC 9728, section 3.1: the metadata lie at the root of the server unless a challenge names another place. */
    static Stream<PublicUrl> of(String name, ResourceServerConfiguration resource) {
        String prefix = FullKeys.ofResource(name);
        URI metadata = resource.description().url();
        return Stream.of(
                new PublicUrl(prefix + "url", resource.resource().uri(), true, "have a proxy in front map it"),
                new PublicUrl(
                        prefix + "metadata.url",
                        metadata != null
                                ? metadata
                                : resource.resource().metadataLocations().get(0),
                        metadata != null,
                        "have a proxy in front send it on, or name a place within the application"));
    }

    /** OpenID Connect Discovery, section 4: clients find the metadata below the issuer. */
    static PublicUrl of(AuthorizationServerConfiguration server) {
        return new PublicUrl(
                Role.AUTHORIZATION_SERVER.prefix() + "issuer",
                server.issuer().uri(),
                true,
                "have a proxy in front map it, or add the context root");
    }

    /** The path, empty at the root. */
    String path() {
        return url.getRawPath();
    }
}
