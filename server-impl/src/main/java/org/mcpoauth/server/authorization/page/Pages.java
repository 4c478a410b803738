package org.mcpoauth.server.authorization.page;

import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.api.error.ConfigurationException;
import org.mcpoauth.spi.support.codec.Base64Url;
import org.mcpoauth.spi.support.codec.Sha256;

/** The pages in all their languages. An application replaces what it wants, see {@link PageFiles}. */
public final class Pages {
    private final Languages languages;
    private final Map<String, LocalizedPages> byLanguage = new HashMap<>();

    private Pages(PageFiles files) {
        String style = files.file("style.css");
        if (style.contains("</")) {
            throw new ConfigurationException("pages", "style.css holds a tag");
        }
        String policy = policy(style);
        languages = Languages.parse(new PageTexts(files.texts()).get("languages"));
        languages
                .tags()
                .forEach(tag -> byLanguage.put(
                        tag, LocalizedPages.read(files, style, policy, new PageTexts(files.texts(tag)))));
    }

    /**
     * Reads the files of the application that runs now, and ours where it has none.
     *
     * @return the pages
     * @throws ConfigurationException if a file cannot be used
     */
    public static Pages ofContext() {
        return new Pages(PageFiles.ofContext());
    }

    /** Reads the files that a class loader finds, and ours where it finds none. */
    static Pages of(ClassLoader application) {
        return new Pages(new PageFiles(application));
    }

    /**
     * The pages in the best language for a user.
     *
     * @param locales what a client says the user reads ({@code ui_locales}), or {@code null}
     * @param headers what the browser says
     * @return the pages
     */
    public LocalizedPages in(@Nullable String locales, HttpHeaders headers) {
        return Optional.ofNullable(byLanguage.get(languages.best(locales, headers)))
                .orElseThrow();
    }

    /** Without {@code form-action}: browsers apply it to the redirect after the form too, which leaves this site. */
    private static String policy(String style) {
        byte[] digest = Sha256.digest(style.getBytes(StandardCharsets.UTF_8));
        return "default-src 'none'; style-src 'sha256-" + Base64Url.encodeStandard(digest)
                + "'; base-uri 'none'; frame-ancestors 'none'";
    }
}
