package org.mcpoauth.spi.server;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Set;
import org.mcpoauth.api.error.ConfigurationException;

/**
 * Of which origins pages may read what an authorization server answers (Fetch Standard, "CORS protocol"): its metadata
 * and keys, the token, revocation, registration and userinfo endpoints, and those for pushed requests and devices. No
 * page ever reads the authorization endpoint and its pages, and none the introspection endpoint; cookies are never
 * allowed. Immutable.
 *
 * @param origins the origins as browsers send them, such as {@code https://app.example}; {@code *} alone for every one,
 *     empty for none
 */
public record CrossOriginRules(Set<String> origins) {
    private static final String EVERY = "*";

    /** Pages of every origin. */
    public static final CrossOriginRules ANY = new CrossOriginRules(Set.of(EVERY));
    /** No page but those of the server itself. */
    public static final CrossOriginRules NONE = new CrossOriginRules(Set.of());

    /**
     * Checks and copies the origins.
     *
     * @throws ConfigurationException if one is no origin, or {@code *} stands beside others
     */
    public CrossOriginRules {
        origins = Set.copyOf(origins);
        boolean isEvery = origins.equals(Set.of(EVERY));
        if (!isEvery && !origins.stream().allMatch(CrossOriginRules::isOrigin)) {
            throw new ConfigurationException(
                    "cors-origins", "is * alone, or names origins as browsers send them, such as https://app.example");
        }
    }

    /**
     * Whether pages of every origin may read.
     *
     * @return {@code true} if they may
     */
    public boolean isAny() {
        return origins.contains(EVERY);
    }

    /** In lower case, with host, without the default port, and with nothing behind them (RFC 6454, section 6.2). */
    private static boolean isOrigin(String text) {
        try {
            URI uri = new URI(text);
            boolean isDefaultPort = ("https".equals(uri.getScheme()) && uri.getPort() == 443)
                    || ("http".equals(uri.getScheme()) && uri.getPort() == 80);
            String port = uri.getPort() < 0 ? "" : ":" + uri.getPort();
            return uri.getHost() != null
                    && !isDefaultPort
                    && text.equals((uri.getScheme() + "://" + uri.getHost() + port).toLowerCase(Locale.ROOT));
        } catch (URISyntaxException e) {
            return false;
        }
    }
}
