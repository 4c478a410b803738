package org.mcpoauth.spi.support.oauth;

import java.net.URI;
import java.util.List;
import java.util.Locale;
import org.mcpoauth.api.error.ConfigurationException;
import org.mcpoauth.api.metadata.ClientMetadata;

/**
 * Where clients let answers of authorization servers go: to {@code https}, or to the machine of the user
 * (OAuth 2.1, section 1.5; MCP authorization, "Communication Security"). Schemes of a program's own (RFC 8252,
 * section 7.1) are neither.
 */
public final class ClientRedirects {
    private static final String KEY = "redirect-uri";

    private ClientRedirects() {}

    /**
     * Demands that an answer may go to a redirect URI.
     *
     * @throws ConfigurationException if it may not, with what to write instead
     */
    public static void require(URI redirectUri) {
        boolean isWhole = redirectUri.getHost() != null
                && redirectUri.getRawUserInfo() == null
                && redirectUri.getRawFragment() == null
                && redirectUri.getPort() != 0
                && redirectUri.getPort() <= 0xffff;
        if (!isWhole || !("https".equalsIgnoreCase(redirectUri.getScheme()) || isLoopback(redirectUri))) {
            throw new ConfigurationException(
                    KEY,
                    "must be https, or http on the machine of the user such as http://127.0.0.1/callback; with a host,"
                            + " without user information and fragment");
        }
    }

    /**
     * The metadata as a server shall see them. Port 0 stands for any free one, which is registered as no port
     * (RFC 8252, section 7.3).
     *
     * @throws ConfigurationException if an answer may not go to one of the redirect URIs
     */
    public static ClientMetadata registrable(ClientMetadata metadata) {
        List<URI> uris = metadata.redirectUris().stream()
                .map(ClientRedirects::withoutPortZero)
                .toList();
        uris.forEach(ClientRedirects::require);
        return uris.equals(metadata.redirectUris())
                ? metadata
                : metadata.toBuilder().redirectUris(uris).build();
    }

    /** Whether a URL is plain http to a loopback address or {@code localhost}. */
    public static boolean isLoopback(URI uri) {
        return "http".equalsIgnoreCase(uri.getScheme()) && (isLoopbackAddress(uri) || "localhost".equals(host(uri)));
    }

    /** Whether the host is a loopback address; the only hosts whose port may vary (RFC 8252, section 7.3). */
    public static boolean isLoopbackAddress(URI uri) {
        String host = host(uri);
        // a host of digits and dots that URI takes for one is an address
        return "[::1]".equals(host)
                || (host.startsWith("127.") && host.chars().allMatch(c -> c == '.' || (c >= '0' && c <= '9')));
    }

    private static String host(URI uri) {
        return uri.getHost() == null ? "" : uri.getHost().toLowerCase(Locale.ROOT);
    }

    private static URI withoutPortZero(URI uri) {
        return uri.getPort() == 0 && isLoopback(uri) && isLoopbackAddress(uri) ? withPort(uri, -1) : uri;
    }

    /** The same on another port, -1 for none. */
    public static URI withPort(URI uri, int port) {
        String authority = port < 0 ? uri.getHost() : uri.getHost() + ":" + port;
        String text = uri.toString();
        String rest = text.substring(
                text.indexOf(uri.getRawAuthority()) + uri.getRawAuthority().length());
        return URI.create(uri.getScheme() + "://" + authority + rest);
    }
}
