package org.mcpoauth.cdi.config;

import java.net.URI;
import java.util.Optional;
import org.mcpoauth.spi.client.WebRules;
import org.mcpoauth.spi.support.oauth.ClientRedirects;

/** Reads where authorization servers send browsers back to (RFC 6749, section 3.1.2). */
final class RedirectSettings {
    private static final String CALLBACK = "/callback/";

    private final Settings settings;
    private final String name;

    RedirectSettings(Settings settings, String name) {
        this.settings = settings;
        this.name = name;
    }

    /** The whole URI, else the path behind the public URL of the application, for grants that need a browser. */
    Optional<URI> uri() {
        Optional<URI> whole = settings.url(ConfigurationKey.CLIENT_REDIRECT_URI);
        return whole.isPresent() || !isDerived() ? whole : publicUrl().flatMap(this::below);
    }

    /** Whether the URI is put together from two keys. */
    boolean isDerived() {
        return isAbsent(ConfigurationKey.CLIENT_REDIRECT_URI) && ClientGrantSettings.opensBrowsers(settings);
    }

    /** Notes what is missing, and what contradicts the rest. */
    void check() {
        if (isDerived() && isAbsent(ConfigurationKey.CLIENT_PUBLIC_URL)) {
            settings.missing(
                    isAbsent(ConfigurationKey.CLIENT_REDIRECT_PATH)
                            ? ConfigurationKey.CLIENT_REDIRECT_URI
                            : ConfigurationKey.CLIENT_PUBLIC_URL);
        }
        settings.find(ConfigurationKey.CLIENT_REDIRECT_URI)
                .ifPresent(whole -> settings.find(ConfigurationKey.CLIENT_REDIRECT_PATH)
                        .ifPresent(path -> settings.problem(path.key(), "must not stand beside " + whole.key())));
    }

    /** A URI of the usual form says where the application lies, and so does the public URL. */
    String basePath() {
        String usual = CALLBACK + name;
        return uri().map(URI::getRawPath)
                .filter(path -> path.endsWith(usual) && path.length() > usual.length())
                .map(path -> path.substring(0, path.length() - usual.length()))
                .orElseGet(() -> applicationPath() + WebRules.DEFAULT_BASE_PATH);
    }

    private String applicationPath() {
        return isDerived() ? publicUrl().map(URI::getRawPath).orElse("") : "";
    }

    private Optional<URI> publicUrl() {
        return settings.parsed(ConfigurationKey.CLIENT_PUBLIC_URL, RedirectSettings::parsePublicUrl);
    }

    private Optional<URI> below(URI application) {
        return isAbsent(ConfigurationKey.CLIENT_REDIRECT_PATH)
                ? Optional.of(URI.create(application + WebRules.DEFAULT_BASE_PATH + CALLBACK + name))
                : settings.parsed(ConfigurationKey.CLIENT_REDIRECT_PATH, RedirectSettings::parsePath)
                        .map(path -> URI.create(application + path));
    }

    private boolean isAbsent(ConfigurationKey key) {
        return settings.find(key).isEmpty();
    }

    /** A slash at the end counts no more than in the path of an application. */
    private static URI parsePublicUrl(String text) {
        URI url = Settings.parseUrl(text.endsWith("/") ? text.substring(0, text.length() - 1) : text);
        ClientRedirects.require(url);
        String path = url.getRawPath();
        if (url.getRawQuery() != null || path.endsWith("/") || !(path.isEmpty() || isPath(path))) {
            throw new IllegalArgumentException(
                    "is a URL such as https://app.example/shop, with nothing behind its path");
        }
        return url;
    }

    private static String parsePath(String text) {
        if (!isPath(text)) {
            throw new IllegalArgumentException("is a path such as /mcp-oauth/callback/crm, without a query");
        }
        return text;
    }

    private static boolean isPath(String text) {
        return WebRules.isLocal(text)
                && text.equals(URI.create(text).normalize().toString())
                && text.indexOf('?') < 0
                && text.indexOf('#') < 0;
    }
}
