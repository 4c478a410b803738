package org.mcpoauth.server.authorization.page;

import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.api.error.ConfigurationException;
import org.mcpoauth.api.error.FailureCode;

/**
 * The files pages are made of. Each file of the application in {@value #FOLDER} takes the place of ours with the same
 * name; its texts come one by one before ours. All are UTF-8.
 */
final class PageFiles {
    /** Where an application puts its own. */
    static final String FOLDER = "META-INF/mcp-oauth/pages/";

    private static final int MAX_BYTES = 1 << 20;

    private final ClassLoader application;

    PageFiles(ClassLoader application) {
        this.application = application;
    }

    /** The files of the application that runs now. */
    static PageFiles ofContext() {
        ClassLoader context = Thread.currentThread().getContextClassLoader();
        return new PageFiles(context == null ? PageFiles.class.getClassLoader() : context);
    }

    /** A template or style. */
    String file(String name) {
        return ofApplication(name)
                .or(() -> ofLibrary(name))
                .orElseThrow(() -> new IllegalStateException("the jar lacks " + name));
    }

    /** The texts whatever the language. */
    Properties texts() {
        Properties texts = new Properties();
        add(texts, "texts.properties");
        return texts;
    }

    /** The texts of a language; those it lacks are as without a language. */
    Properties texts(String language) {
        Properties texts = texts();
        add(texts, "texts_" + language.replace('-', '_') + ".properties");
        texts.setProperty("language", language);
        return texts;
    }

    private void add(Properties texts, String name) {
        ofLibrary(name).ifPresent(text -> load(texts, name, text));
        ofApplication(name).ifPresent(text -> load(texts, name, text));
    }

    private static void load(Properties texts, String name, String text) {
        try {
            texts.load(new StringReader(text));
        } catch (IOException | IllegalArgumentException e) {
            throw unreadable(name, e);
        }
    }

    private Optional<String> ofApplication(String name) {
        return read(name, application.getResourceAsStream(FOLDER + name));
    }

    private static Optional<String> ofLibrary(String name) {
        return read(name, PageFiles.class.getResourceAsStream(name));
    }

    private static Optional<String> read(String name, @Nullable InputStream file) {
        if (file == null) {
            return Optional.empty();
        }
        try (file) {
            byte[] bytes = file.readNBytes(MAX_BYTES + 1);
            if (bytes.length > MAX_BYTES) {
                throw new ConfigurationException("pages", name + " is larger than 1 MiB");
            }
            return Optional.of(new String(bytes, StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw unreadable(name, e);
        }
    }

    private static ConfigurationException unreadable(String name, Exception cause) {
        return new ConfigurationException(FailureCode.CONFIGURATION_INVALID, "pages", name + " cannot be read", cause);
    }
}
