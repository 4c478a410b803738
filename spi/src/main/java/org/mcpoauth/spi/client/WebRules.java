package org.mcpoauth.spi.client;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.api.error.ConfigurationException;

/**
 * What a web application serves for a client, so that it needs no code for that. Immutable.
 *
 * @param login who may authorize the client here; where somebody may, {@code <basePath>/login/<name>}, the path of
 *     the redirect URI and {@code <basePath>/logout/<name>} are served
 * @param basePath the raw path of the public URL under which login and logout are, with that of the application
 *     in front; begins with a slash and does not end with one
 * @param successPath where browsers go after a login without {@code return}: an absolute path, with a query
 *     perhaps; {@code null} for a small page
 * @param servesMetadataDocument whether the client ID metadata document is served at the path of its URL
 */
public record WebRules(
        Login login, String basePath, @Nullable String successPath, boolean servesMetadataDocument) {

    /** Where login and logout are if nothing else is said. */
    public static final String DEFAULT_BASE_PATH = "/mcp-oauth";

    /** Nothing is served. */
    public static final WebRules NONE = new WebRules(Login.OFF, DEFAULT_BASE_PATH, null, false);

    private static final int MAX_PATH = 512;

    /** Who may authorize a client. */
    public enum Login {
        /** Nobody here: the application does that itself, or needs it not. */
        OFF,
        /** Users that the application knows. */
        USER,
        /** Also browsers whose user the application does not know; their tokens are those of the browser. */
        ANONYMOUS
    }

    /**
     * Checks the components.
     *
     * @throws ConfigurationException if a path is none
     */
    public WebRules {
        Objects.requireNonNull(login, "login");
        require(isLocal(basePath) && isPlain(basePath), "base-path", "is a path such as /mcp-oauth, without a query");
        require(successPath == null || isLocal(successPath), "redirect.success-path", "is a path such as /start");
    }

    /**
     * Whether a text is an absolute path on the same origin, with a query perhaps, and nothing that a browser
     * could take for another origin (RFC 3986, section 4.2): no second slash or backslash at the beginning, no
     * control characters.
     *
     * @param text the text; of at most 512 characters
     * @return {@code true} if browsers may be sent there
     */
    public static boolean isLocal(String text) {
        boolean isAscii = text.chars().allMatch(c -> c > 0x20 && c < 0x7f);
        return text.startsWith("/") && !text.startsWith("//") && text.length() <= MAX_PATH && isAscii && isUri(text);
    }

    private static boolean isUri(String text) {
        try {
            new URI(text);
            return true;
        } catch (URISyntaxException e) {
            return false;
        }
    }

    private static boolean isPlain(String path) {
        return !path.endsWith("/") && path.equals(URI.create(path).normalize().getRawPath());
    }

    private static void require(boolean condition, String key, String message) {
        if (!condition) {
            throw new ConfigurationException(key, message);
        }
    }
}
