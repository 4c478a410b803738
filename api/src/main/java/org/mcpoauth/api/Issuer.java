package org.mcpoauth.api;

import java.io.Serializable;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Objects;

/**
 * An issuer identifier (RFC 8414, section 2): the exact text that names an authorization server. Two
 * issuers are equal only if their texts are; a trailing slash, a default port or another case makes
 * another issuer.
 *
 * @param value an absolute {@code https} or {@code http} URL without query and fragment; whether
 *     {@code http} may be used is decided where the URL is called, not here
 */
public record Issuer(String value) implements Serializable {
    private static final String OAUTH = "/.well-known/oauth-authorization-server";
    private static final String OIDC = "/.well-known/openid-configuration";
    private static final int MAX_LENGTH = 2048;

    /**
     * Checks the form of the identifier.
     *
     * @throws IllegalArgumentException if the text is not such a URL or is longer than 2048 characters
     */
    public Issuer {
        Objects.requireNonNull(value, "value");
        if (value.length() > MAX_LENGTH || !isIssuer(value)) {
            throw new IllegalArgumentException("an issuer is an http(s) URL without query and fragment");
        }
    }

    /**
     * An issuer from its text.
     *
     * @param value the identifier, kept as it is
     * @return the issuer
     * @throws IllegalArgumentException if the text is no issuer identifier
     */
    public static Issuer of(String value) {
        return new Issuer(value);
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
     * Where the metadata of this issuer may be, in the order MCP clients must try (MCP authorization,
     * "Authorization Server Metadata Discovery"): RFC 8414 and OpenID Connect Discovery with the path
     * inserted, then OpenID Connect Discovery with the path in front; for an issuer without path the
     * first two only. The server root is never in the list for an issuer with a path.
     *
     * @return two or three URLs
     */
    public List<URI> metadataLocations() {
        String path = uri().getRawPath();
        String origin = value.substring(0, value.length() - path.length());
        String trimmed = path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
        if (trimmed.isEmpty()) {
            return List.of(URI.create(origin + OAUTH), URI.create(origin + OIDC));
        }
        return List.of(
                URI.create(origin + OAUTH + trimmed),
                URI.create(origin + OIDC + trimmed),
                URI.create(origin + trimmed + OIDC));
    }

    /** Gives the identifier. */
    @Override
    public String toString() {
        return value;
    }

    private static boolean isIssuer(String text) {
        try {
            return isIssuer(new URI(text));
        } catch (URISyntaxException showsTheText) {
            return false;
        }
    }

    private static boolean isIssuer(URI uri) {
        String scheme = uri.getScheme();
        return ("https".equalsIgnoreCase(scheme) || "http".equalsIgnoreCase(scheme))
                && uri.getHost() != null
                && uri.getRawUserInfo() == null
                && uri.getRawQuery() == null
                && uri.getRawFragment() == null;
    }
}
