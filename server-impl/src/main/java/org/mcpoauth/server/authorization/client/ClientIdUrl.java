package org.mcpoauth.server.authorization.client;

import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A client identifier that is the URL of a metadata document (draft-ietf-oauth-client-id-metadata-document,
 * section 3; MCP authorization): https, a host, a path of more than a slash without dot segments, no user
 * information, query and fragment. The text itself is looked at, since parsers repair what they read.
 */
final class ClientIdUrl {
    private static final String SCHEME = "https://";
    private static final int MAX_LENGTH = 2048;

    private ClientIdUrl() {}

    /** Whether an identifier claims to be such a URL. */
    static boolean isUrl(String clientId) {
        return clientId.startsWith(SCHEME);
    }

    /** The URL, empty when it breaks a rule. */
    static Optional<URI> parse(String clientId) {
        if (!isUrl(clientId) || clientId.length() > MAX_LENGTH || !hasAllowedCharacters(clientId)) {
            return Optional.empty();
        }
        int path = clientId.indexOf('/', SCHEME.length());
        boolean hasPath = path > SCHEME.length() && path < clientId.length() - 1;
        return hasPath && !hasUser(clientId.substring(0, path)) && !hasDotSegment(clientId.substring(path))
                ? uri(clientId)
                : Optional.empty();
    }

    /** The host of such a URL, which has no case: all spellings are one host. */
    static String host(URI url) {
        return url.getHost().toLowerCase(Locale.ROOT);
    }

    private static Optional<URI> uri(String clientId) {
        try {
            URI uri = URI.create(clientId);
            return uri.getHost() == null ? Optional.empty() : Optional.of(uri);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static boolean hasUser(String authority) {
        return authority.indexOf('@') >= 0;
    }

    /** Visible ASCII without those that end a path, and without a backslash. */
    private static boolean hasAllowedCharacters(String text) {
        return text.chars().allMatch(c -> c > 0x20 && c < 0x7f && c != '\\' && c != '?' && c != '#');
    }

    private static boolean hasDotSegment(String path) {
        String plain = path.toLowerCase(Locale.ROOT).replace("%2e", ".");
        return List.of(plain.split("/", -1)).stream().anyMatch(segment -> segment.equals(".") || segment.equals(".."));
    }
}
