package org.mcpoauth.server.authorization.key;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.spi.support.codec.MalformedException;
import org.mcpoauth.spi.support.codec.MalformedException.Fault;

/** Keys in a file, which is read only when it is another version of itself. */
final class KeyFile implements KeyStock {
    private static final int MAX_FILE = 64 * 1024;

    private final Path file;
    private final Format format;
    private volatile @Nullable Content known;

    KeyFile(Path file, Format format) {
        this.file = file;
        this.format = format;
    }

    /** Understands the bytes of a file. */
    @FunctionalInterface
    interface Format {
        HeldKeys read(byte[] content) throws MalformedException, IOException;
    }

    @Override
    public HeldKeys read() throws MalformedException, IOException {
        // before the content: what is written meanwhile is noticed by the next look
        Version version = Version.of(file);
        Content before = known;
        if (before != null && before.version().equals(version)) {
            return before.keys();
        }
        HeldKeys keys = format.read(content());
        known = new Content(version, keys);
        return keys;
    }

    /** Whatever size a file says it has: a pipe says none, and another one may just be growing. */
    private byte[] content() throws MalformedException, IOException {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] content = in.readNBytes(MAX_FILE + 1);
            if (content.length > MAX_FILE) {
                throw new MalformedException(Fault.TOO_LARGE, "the file of the signing keys is too large");
            }
            return content;
        }
    }

    private record Content(Version version, HeldKeys keys) {}

    private record Version(
            FileTime modified, long size, @Nullable Object file) {
        static Version of(Path file) throws IOException {
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            return new Version(attributes.lastModifiedTime(), attributes.size(), attributes.fileKey());
        }
    }
}
