package org.mcpoauth.spi.client;

import java.net.URI;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.api.error.ConfigurationException;

/**
 * What a client demands of metadata, and where they are if not where the specification says. Immutable.
 *
 * @param metadataUrl the only place of the metadata of the resource, or {@code null} for those that challenges
 *     and RFC 9728, section 3.1, name; what stands there is judged all the same
 * @param trust who must have signed them, or {@code null} to read them as they are
 * @param unlistedRefused whether a resource must be in {@code protected_resources} of its authorization server
 *     where that publishes such a list (RFC 9728, section 4)
 */
public record DiscoveryRules(
        @Nullable URI metadataUrl, @Nullable MetadataTrust trust, boolean unlistedRefused) {
    /** The places of the specification, no signature, and lists count where there are some. */
    public static final DiscoveryRules DEFAULT = new DiscoveryRules(null, null, true);

    /**
     * Checks the URL.
     *
     * @throws ConfigurationException if it is not an absolute http(s) URL
     */
    public DiscoveryRules {
        if (metadataUrl != null && !isHttp(metadataUrl)) {
            throw new ConfigurationException("metadata-url", "is an absolute http(s) URL");
        }
    }

    /**
     * The same with the place of the metadata.
     *
     * @param value the only place, or {@code null} for those of the specification
     * @return a new value
     * @throws ConfigurationException if it is not an absolute http(s) URL
     */
    public DiscoveryRules withMetadataUrl(@Nullable URI value) {
        return new DiscoveryRules(value, trust, unlistedRefused);
    }

    /**
     * The same with who must have signed the metadata.
     *
     * @param value whose signature counts, or {@code null} to read them as they are
     * @return a new value
     */
    public DiscoveryRules withTrust(@Nullable MetadataTrust value) {
        return new DiscoveryRules(metadataUrl, value, unlistedRefused);
    }

    /**
     * The same with resources that an authorization server does not list taken all the same.
     *
     * @return a new value
     */
    public DiscoveryRules withDangerousUnlisted() {
        return new DiscoveryRules(metadataUrl, trust, false);
    }

    private static boolean isHttp(URI url) {
        boolean isSchemeHttp = "https".equalsIgnoreCase(url.getScheme()) || "http".equalsIgnoreCase(url.getScheme());
        return isSchemeHttp && url.getHost() != null;
    }
}
