package org.mcpoauth.spi.client;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.mcpoauth.api.Secret;
import org.mcpoauth.api.error.ConfigurationException;
import org.mcpoauth.api.error.FailureCode;

/**
 * A file with a token that somebody else keeps fresh.
 *
 * @param file where it is
 * @param key the configuration key that names the file, for messages
 */
record TokenFile(Path file, String key) {
    private static final int MAX_SIZE = 64 * 1024;

    /** The text of the file as it is now; it is asked for seldom enough not to be remembered. */
    Secret read() {
        String text = text().strip();
        if (text.isEmpty()) {
            throw new ConfigurationException(key, "the file is empty; the platform has to write the token");
        }
        return Secret.of(text);
    }

    private String text() {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(MAX_SIZE + 1);
            if (bytes.length > MAX_SIZE) {
                throw new ConfigurationException(key, "the file is larger than " + MAX_SIZE + " bytes");
            }
            return new String(bytes, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new ConfigurationException(
                    FailureCode.CONFIGURATION_INVALID,
                    key,
                    "the file cannot be read; mount it, or allow this process to read it",
                    e);
        }
    }
}
