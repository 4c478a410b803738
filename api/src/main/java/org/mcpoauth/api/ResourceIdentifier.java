package org.mcpoauth.api;

import java.io.Serializable;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/**
 * The identifier of a protected resource (RFC 8707, section 2; RFC 9728, section 1.2), such as the URL
 * of an MCP server. The text is kept and sent as it was given.
 *
 * @param value an absolute {@code https} or {@code http} URL without fragment and user information
 */
public record ResourceIdentifier(String value) implements Serializable {
    private static final String WELL_KNOWN = "/.well-known/oauth-protected-resource";
    private static final int MAX_LENGTH = 2048;

    /**
     * Checks the form of the identifier.
     *
     * @throws IllegalArgumentException if the text is not such a URL or is longer than 2048 characters
     */
    public ResourceIdentifier {
        Objects.requireNonNull(value, "value");
        if (value.length() > MAX_LENGTH || !isResource(value)) {
            throw new IllegalArgumentException("a resource is an absolute http(s) URL without fragment");
        }
    }

    /**
     * An identifier from its text.
     *
     * @param value the identifier, kept as it is
     * @return the identifier
     * @throws IllegalArgumentException if the text is no resource identifier
     */
    public static ResourceIdentifier of(String value) {
        return new ResourceIdentifier(value);
    }

    /**
     * The canonical identifier of an MCP server (MCP authorization, "Canonical Server URI"): scheme and
     * host in lower case, no default port, no lone slash as path. Path and query stay as they are.
     *
     * @param serverUrl the URL at which the server is called
     * @return the identifier to send as {@code resource}
     * @throws IllegalArgumentException if the URL cannot identify a resource
     */
    public static ResourceIdentifier canonical(URI serverUrl) {
        requireResource(serverUrl);
        String path = "/".equals(serverUrl.getRawPath()) ? "" : serverUrl.getRawPath();
        String query = serverUrl.getRawQuery() == null ? "" : "?" + serverUrl.getRawQuery();
        return new ResourceIdentifier(origin(serverUrl) + path + query);
    }

    /**
     * The identifier as a URL; its text is the identifier.
     *
     * @return the URL
     */
    public URI uri() {
        return URI.create(value);
    }

    /**
     * Whether a URL belongs to this resource: same scheme, host and port, and this path is equal to its
     * path or a prefix of it that ends between two segments. A query in this identifier must be equal. A URL
     * with a segment {@code .} or {@code ..}, in whatever spelling, never belongs to a resource.
     *
     * @param url an absolute URL
     * @return {@code true} if a request to the URL is a request to this resource
     */
    public boolean covers(URI url) {
        URI own = uri();
        if (!isResource(url) || !origin(own).equals(origin(url)) || hasDotSegment(url.getRawPath())) {
            return false;
        }
        boolean queryFits = own.getRawQuery() == null || own.getRawQuery().equals(url.getRawQuery());
        return queryFits && isSegmentPrefix(own.getRawPath(), url.getRawPath());
    }

    /**
     * Where the metadata of this resource may be, in the order clients must try (RFC 9728, section 3.1;
     * MCP authorization): with the path inserted, then at the root.
     *
     * @return one or two URLs
     */
    public List<URI> metadataLocations() {
        URI own = uri();
        String path = "/".equals(own.getRawPath()) ? "" : own.getRawPath();
        String query = own.getRawQuery() == null ? "" : "?" + own.getRawQuery();
        URI root = URI.create(origin(own) + WELL_KNOWN);
        return path.isEmpty() && query.isEmpty()
                ? List.of(root)
                : List.of(URI.create(origin(own) + WELL_KNOWN + path + query), root);
    }

    /** Gives the identifier. */
    @Override
    public String toString() {
        return value;
    }

    private static boolean isSegmentPrefix(String prefix, String path) {
        String stem = prefix.endsWith("/") ? prefix.substring(0, prefix.length() - 1) : prefix;
        return path.equals(prefix) || path.equals(stem) || path.startsWith(stem + "/");
    }

    /** Whether a server may see {@code .} or {@code ..} once it decoded the path and dropped parameters. */
    private static boolean hasDotSegment(String path) {
        String decoded = path.toLowerCase(Locale.ROOT)
                .replace("%2e", ".")
                .replace("%2f", "/")
                .replace("%5c", "/")
                .replace("%3b", ";");
        return Arrays.stream(decoded.split("/", -1)).anyMatch(ResourceIdentifier::isDotSegment);
    }

    private static boolean isDotSegment(String segment) {
        int parameters = segment.indexOf(';');
        String name = parameters < 0 ? segment : segment.substring(0, parameters);
        return ".".equals(name) || "..".equals(name);
    }

    private static String origin(URI uri) {
        String scheme = Objects.requireNonNull(uri.getScheme(), "scheme").toLowerCase(Locale.ROOT);
        String host = Objects.requireNonNull(uri.getHost(), "host").toLowerCase(Locale.ROOT);
        int defaultPort = "https".equals(scheme) ? 443 : 80;
        boolean isDefault = uri.getPort() == -1 || uri.getPort() == defaultPort;
        return scheme + "://" + host + (isDefault ? "" : ":" + uri.getPort());
    }

    private static void requireResource(URI uri) {
        if (!isResource(uri)) {
            throw new IllegalArgumentException("a resource is an absolute http(s) URL without fragment");
        }
    }

    private static boolean isResource(String text) {
        try {
            return isResource(new URI(text));
        } catch (URISyntaxException showsTheText) {
            return false;
        }
    }

    private static boolean isResource(URI uri) {
        String scheme = uri.getScheme();
        return ("https".equalsIgnoreCase(scheme) || "http".equalsIgnoreCase(scheme))
                && uri.getHost() != null
                && uri.getRawUserInfo() == null
                && uri.getRawFragment() == null;
    }
}
