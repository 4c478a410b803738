package org.mcpoauth.spi.server;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.mcpoauth.api.error.ConfigurationException;

/**
 * Which client ID metadata documents are taken, how large they may be and how long they are kept
 * (draft-ietf-oauth-client-id-metadata-document, sections 4 and 6; MCP authorization, "Client ID Metadata Documents").
 * Immutable.
 *
 * @param offered whether URLs are taken as client identifiers
 * @param allowedHosts the hosts documents and their {@code jwks_uri} may be on, exactly, whatever their case; empty for
 *     every host
 * @param cacheMin how long a document is kept at least, whatever its server says but {@code no-store}; not negative
 * @param cacheMax how long it is kept at most; up to 24 hours
 * @param maxBytes the largest document in bytes; up to 65536
 * @param policy decides beside these rules
 */
public record MetadataDocumentRules(
        boolean offered,
        Set<String> allowedHosts,
        Duration cacheMin,
        Duration cacheMax,
        int maxBytes,
        MetadataDocumentPolicy policy) {
    private static final Duration MAX_CACHE = Duration.ofHours(24);
    private static final int MAX_BYTES = 64 * 1024;

    /** All that obey the rules, from every host, of at most 5 KiB, kept between 30 seconds and 24 hours. */
    public static final MetadataDocumentRules DEFAULT = new MetadataDocumentRules(
            true, Set.of(), Duration.ofSeconds(30), MAX_CACHE, 5 * 1024, MetadataDocumentPolicy.ALL);

    /** None. */
    public static final MetadataDocumentRules OFF = DEFAULT.withOffered(false);

    /**
     * Checks and copies the components.
     *
     * @throws ConfigurationException if a value breaks a rule
     */
    public MetadataDocumentRules {
        allowedHosts = allowedHosts.stream()
                .map(host -> host.toLowerCase(Locale.ROOT))
                .collect(Collectors.toUnmodifiableSet());
        Objects.requireNonNull(policy, "policy");
        require(
                allowedHosts.stream().allMatch(MetadataDocumentRules::isHost),
                "cimd.allowed-hosts",
                "names hosts such as app.example, without scheme, port and path");
        require(
                cacheMax.compareTo(Duration.ZERO) > 0 && cacheMax.compareTo(MAX_CACHE) <= 0,
                "cimd.cache-max",
                "is up to 24 hours");
        require(
                !cacheMin.isNegative() && cacheMin.compareTo(cacheMax) <= 0,
                "cimd.cache-min",
                "is not longer than cimd.cache-max");
        require(maxBytes > 0 && maxBytes <= MAX_BYTES, "cimd.max-size", "is 1 to " + MAX_BYTES + " bytes");
    }

    /**
     * Whether the document at a URL may be fetched: its host is allowed, and the policy says so.
     *
     * @param document the URL
     * @return {@code true} if it may
     */
    public boolean mayFetch(URI document) {
        return isHostAllowed(document) && policy.mayFetch(document);
    }

    /**
     * Whether a document, or what it refers to, may be on a host; the policy is not asked.
     *
     * @param url the URL
     * @return {@code true} if its host is allowed
     */
    public boolean isHostAllowed(URI url) {
        return allowedHosts.isEmpty()
                || (url.getHost() != null && allowedHosts.contains(url.getHost().toLowerCase(Locale.ROOT)));
    }

    /**
     * The same with another value: whether URLs are taken as client identifiers.
     *
     * @param value the new value
     * @return a new value
     */
    public MetadataDocumentRules withOffered(boolean value) {
        return new MetadataDocumentRules(value, allowedHosts, cacheMin, cacheMax, maxBytes, policy);
    }

    /**
     * The same with another value: the hosts documents and their keys may be on; empty for every host.
     *
     * @param value the new value
     * @return a new value
     * @throws ConfigurationException if one is no host
     */
    public MetadataDocumentRules withAllowedHosts(Set<String> value) {
        return new MetadataDocumentRules(offered, value, cacheMin, cacheMax, maxBytes, policy);
    }

    /**
     * The same with other values: how long a document is kept at least and at most.
     *
     * @param min the shortest time, not negative
     * @param max the longest time, up to 24 hours
     * @return a new value
     * @throws ConfigurationException if they break a rule
     */
    public MetadataDocumentRules withCacheTimes(Duration min, Duration max) {
        return new MetadataDocumentRules(offered, allowedHosts, min, max, maxBytes, policy);
    }

    /**
     * The same with another value: the largest document in bytes.
     *
     * @param value the new value, up to 65536
     * @return a new value
     * @throws ConfigurationException if it breaks a rule
     */
    public MetadataDocumentRules withMaxBytes(int value) {
        return new MetadataDocumentRules(offered, allowedHosts, cacheMin, cacheMax, value, policy);
    }

    /**
     * The same with another policy.
     *
     * @param value decides beside the rules
     * @return a new value
     */
    public MetadataDocumentRules withPolicy(MetadataDocumentPolicy value) {
        return new MetadataDocumentRules(offered, allowedHosts, cacheMin, cacheMax, maxBytes, value);
    }

    private static boolean isHost(String text) {
        try {
            return text.equals(new URI("https://" + text + "/x").getHost());
        } catch (URISyntaxException e) {
            return false;
        }
    }

    private static void require(boolean condition, String key, String message) {
        if (!condition) {
            throw new ConfigurationException(key, message);
        }
    }
}
