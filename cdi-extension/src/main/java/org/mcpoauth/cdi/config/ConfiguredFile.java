package org.mcpoauth.cdi.config;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.function.Function;
import org.mcpoauth.api.error.ConfigurationException;
import org.mcpoauth.spi.Changing;
import org.mcpoauth.spi.support.changing.FileOrigin;
import org.mcpoauth.spi.support.changing.Renewed;
import org.mcpoauth.spi.support.codec.MalformedException;
import org.mcpoauth.spi.support.codec.MalformedException.Fault;

/**
 * Reads a file that a key names. Messages never hold its content, which may be a secret.
 *
 * @param key the full name of the key, for the log
 * @param clock says when to look at the file again
 */
record ConfiguredFile(String key, InstantSource clock) {
    private static final String UNREADABLE = "the file cannot be read as UTF-8 text";

    /**
     * What a file holds, now and later. A later content that cannot be used is told in the log and changes nothing.
     *
     * @param name where the file is
     * @param parser understands its text, without the white space around it
     * @throws IllegalArgumentException if the file cannot be read now, or the parser refuses its text
     */
    <T> Changing<T> open(String name, Function<String, T> parser) {
        try {
            FileOrigin<T> file = new FileOrigin<>(path(name), content -> parse(text(content), parser));
            return Renewed.of(file, key, Renewed.FILE_PACE, clock);
        } catch (MalformedException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        } catch (IOException e) {
            throw new IllegalArgumentException(UNREADABLE, e);
        }
    }

    /**
     * What is in a file that a password opens, now and later.
     *
     * @param name where the file is
     * @param format understands its bytes
     * @throws IllegalArgumentException if the file cannot be opened now
     */
    <T> Changing<T> openStore(String name, FileOrigin.Format<T> format) {
        try {
            return Renewed.of(new FileOrigin<>(path(name), format), key, Renewed.FILE_PACE, clock);
        } catch (MalformedException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        } catch (IOException e) {
            throw new IllegalArgumentException("cannot be read with this password", e);
        }
    }

    /** The text of a file that is read once. */
    static String read(String name) {
        return new ConfiguredFile("", InstantSource.system())
                .open(name, text -> text)
                .current();
    }

    /** What a parser of the configuration makes out of a text. */
    static <T> T parse(String text, Function<String, T> parser) throws MalformedException {
        try {
            return parser.apply(text);
        } catch (ConfigurationException e) {
            throw malformed(FullKeys.withoutKey(e));
        } catch (IllegalArgumentException e) {
            throw malformed(String.valueOf(e.getMessage()));
        }
    }

    /** Secrets are kept in files with a line end, which is not part of them. */
    private static String text(byte[] content) throws MalformedException {
        String text;
        try {
            text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(content))
                    .toString()
                    .strip();
        } catch (CharacterCodingException e) {
            throw malformed(UNREADABLE);
        }
        if (text.isEmpty()) {
            throw malformed("the file is empty");
        }
        return text;
    }

    private static MalformedException malformed(String message) {
        return new MalformedException(Fault.SYNTAX, message);
    }

    private static Path path(String name) {
        try {
            return Path.of(name);
        } catch (InvalidPathException e) {
            throw new IllegalArgumentException("is no name of a file", e);
        }
    }
}
