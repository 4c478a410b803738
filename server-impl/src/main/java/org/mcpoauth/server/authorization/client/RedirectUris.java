package org.mcpoauth.server.authorization.client;

import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.mcpoauth.api.provider.Client;
import org.mcpoauth.spi.support.endpoint.Parameters;

/**
 * Compares redirect URIs as texts (RFC 9700, section 2.1). The one exception: a registered {@code http}
 * URI on a loopback address matches with any port (RFC 8252, section 7.3), and by configuration one on
 * {@code localhost} too.
 */
public final class RedirectUris {
    private static final int MAX_LENGTH = 2048;

    private final boolean localhostAnyPort;

    /**
     * Makes the comparison.
     *
     * @param localhostAnyPort whether {@code localhost} is treated as the loopback addresses are
     */
    public RedirectUris(boolean localhostAnyPort) {
        this.localhostAnyPort = localhostAnyPort;
    }

    /**
     * The redirect URI of an authorization request: the one it names, or the only one the client has (RFC 6749,
     * section 3.1.2.3).
     *
     * @param client who asks
     * @param request its parameters
     * @return the URI, empty when the request names none of the client's, or none where there are several
     */
    public Optional<URI> requested(Client client, Parameters request) {
        List<URI> registered = client.metadata().redirectUris();
        return request.has("redirect_uri")
                ? request.find("redirect_uri").flatMap(named -> match(registered, named))
                : registered.stream().findFirst().filter(only -> registered.size() == 1);
    }

    /**
     * Matches what a request names.
     *
     * @param registered the redirect URIs of the client
     * @param requested the text of the request
     * @return the requested URI, empty when it is not registered
     */
    public Optional<URI> match(List<URI> registered, String requested) {
        if (requested.length() > MAX_LENGTH) {
            return Optional.empty();
        }
        for (URI known : registered) {
            if (known.toString().equals(requested)) {
                return Optional.of(known);
            }
        }
        return hasFreePort(requested)
                ? registered.stream()
                        .map(URI::toString)
                        .filter(this::hasFreePort)
                        .filter(known -> withoutPort(known).equals(withoutPort(requested)))
                        .findFirst()
                        .map(known -> URI.create(requested))
                : Optional.empty();
    }

    /**
     * Whether a URI may be registered: {@code https}, or {@code http} on loopback; with a host, without
     * user information and fragment (OAuth 2.1, section 2.3.1; MCP authorization, "Communication
     * Security").
     *
     * @param uri the URI
     * @return {@code true} if it may
     */
    public static boolean isAllowed(URI uri) {
        boolean isWhole = uri.getHost() != null
                && !uri.getHost().isEmpty()
                && uri.getRawUserInfo() == null
                && uri.getRawFragment() == null
                && uri.toString().length() <= MAX_LENGTH;
        return isWhole && ("https".equalsIgnoreCase(uri.getScheme()) || isLoopbackHttp(uri));
    }

    /**
     * Whether a URI has a private-use scheme: a domain name in reverse, so that there is a dot in it, and a
     * path (RFC 8252, section 7.1); without user information and fragment. No scheme that browsers act upon
     * has a dot.
     *
     * @param uri the URI
     * @return {@code true} if it has
     */
    public static boolean isPrivateUse(URI uri) {
        String scheme = String.valueOf(uri.getScheme());
        return scheme.indexOf('.') > 0
                && !scheme.endsWith(".")
                && !uri.isOpaque()
                && uri.getRawUserInfo() == null
                && uri.getRawFragment() == null
                && uri.toString().length() <= MAX_LENGTH;
    }

    /**
     * Whether a URI leads to the user's own machine.
     *
     * @param uri the URI
     * @return {@code true} for a loopback address or {@code localhost}
     */
    public static boolean isLoopback(URI uri) {
        String host = String.valueOf(uri.getHost()).toLowerCase(Locale.ROOT);
        return isLoopbackAddress(host) || isLocalhost(host);
    }

    private static boolean isLoopbackHttp(URI uri) {
        return "http".equalsIgnoreCase(uri.getScheme()) && isLoopback(uri);
    }

    private boolean hasFreePort(String text) {
        try {
            URI uri = URI.create(text);
            String host = String.valueOf(uri.getHost());
            boolean isFree = isLoopbackAddress(host) || (localhostAnyPort && "localhost".equals(host));
            return "http".equals(uri.getScheme()) && isFree && isAllowed(uri) && uri.getPort() != 0;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /** The text with nothing between host and path; only for texts that {@link #hasFreePort} accepts. */
    private static String withoutPort(String text) {
        URI uri = URI.create(text);
        String prefix = "http://" + uri.getHost();
        String rest = text.substring(prefix.length());
        int end = 0;
        if (rest.startsWith(":")) {
            end = 1;
            while (end < rest.length() && Character.isDigit(rest.charAt(end))) {
                end++;
            }
        }
        return prefix + rest.substring(end);
    }

    private static boolean isLoopbackAddress(String host) {
        return "127.0.0.1".equals(host) || "[::1]".equals(host);
    }

    private static boolean isLocalhost(String host) {
        return "localhost".equals(host);
    }
}
