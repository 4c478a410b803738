package org.mcpoauth.spi.support.changing;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.spi.support.codec.MalformedException;
import org.mcpoauth.spi.support.codec.MalformedException.Fault;

/**
 * A value in a file, which is read only when it is another version of itself. Symbolic links are followed, since that is
 * how some platforms exchange files.
 *
 * @param <T> the type of the value
 */
public final class FileOrigin<T> implements Origin<T> {
    private static final int MAX_FILE = 64 * 1024;

    private final Path file;
    private final Format<T> format;
    private volatile @Nullable Content<T> known;

    /**
     * A file that is not looked at yet.
     *
     * @param file the file, of 64 KiB at most
     * @param format understands it
     */
    public FileOrigin(Path file, Format<T> format) {
        this.file = file;
        this.format = format;
    }

    /**
     * Understands the bytes of a file.
     *
     * @param <T> the type of the value
     */
    @FunctionalInterface
    public interface Format<T> {
        /**
         * Reads the value.
         *
         * @param content the whole file
         * @return the value
         * @throws MalformedException if it is none
         * @throws IOException if it cannot be opened, such as with a password
         */
        T read(byte[] content) throws MalformedException, IOException;
    }

    @Override
    public T read() throws MalformedException, IOException {
        // before the content: what is written meanwhile is noticed by the next look
        Version version = Version.of(file);
        Content<T> before = known;
        if (before == null || !before.version().equals(version)) {
            before = content(version);
            known = before;
        }
        return before.outcome().value();
    }

    private Content<T> content(Version version) throws IOException {
        try {
            T value = format.read(bytes());
            return new Content<>(version, () -> value);
        } catch (MalformedException e) {
            return new Content<>(version, () -> {
                throw e;
            });
        }
    }

    /** Whatever size a file says it has: a pipe says none, and another one may just be growing. */
    private byte[] bytes() throws MalformedException, IOException {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] content = in.readNBytes(MAX_FILE + 1);
            if (content.length > MAX_FILE) {
                throw new MalformedException(Fault.TOO_LARGE, "the file is larger than " + MAX_FILE + " bytes");
            }
            return content;
        }
    }

    /** What a version of the file says each time it is asked: its value, or why it has none. */
    @FunctionalInterface
    private interface Outcome<T> {
        T value() throws MalformedException;
    }

    private record Content<T>(Version version, Outcome<T> outcome) {}

    private record Version(
            FileTime modified, long size, @Nullable Object file) {
        static Version of(Path file) throws IOException {
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            return new Version(attributes.lastModifiedTime(), attributes.size(), attributes.fileKey());
        }
    }
}
