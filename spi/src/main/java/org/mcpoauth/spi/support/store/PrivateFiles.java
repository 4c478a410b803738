package org.mcpoauth.spi.support.store;

import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Set;

/** A directory whose files nobody but their owner can read or write, where the file system knows such permissions. */
final class PrivateFiles {
    private static final Set<PosixFilePermission> OF_OTHERS = EnumSet.complementOf(EnumSet.of(
            PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE, PosixFilePermission.OWNER_EXECUTE));

    private final Path directory;
    private final boolean isPosix;

    private PrivateFiles(Path directory) throws IOException {
        this.directory = directory;
        this.isPosix = Files.getFileStore(directory).supportsFileAttributeView("posix");
    }

    /**
     * Opens a directory, which is made if it is missing.
     *
     * @throws IOException if it cannot be made, or is no directory
     */
    static PrivateFiles in(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            boolean isPosix =
                    directory.getFileSystem().supportedFileAttributeViews().contains("posix");
            Files.createDirectories(directory, attributes(isPosix, "rwx------"));
        }
        return new PrivateFiles(directory);
    }

    Path path(String name) {
        return directory.resolve(name);
    }

    /** Whether nobody else has a way into the directory. */
    boolean isPrivate() throws IOException {
        return isPrivate(directory);
    }

    /**
     * Whether a file is an ordinary one that nobody else can open.
     *
     * @throws IOException if it is missing
     */
    boolean isPrivate(String name) throws IOException {
        return Files.isRegularFile(path(name), LinkOption.NOFOLLOW_LINKS) && isPrivate(path(name));
    }

    /** Makes an empty file unless there is one. */
    void createIfAbsent(String name) throws IOException {
        try {
            Files.createFile(path(name), attributes(isPosix, "rw-------"));
        } catch (FileAlreadyExistsException isThere) {
            // by this or another process
        }
    }

    /**
     * Puts other bytes in the place of a file, so that everybody sees all of them or none. They are on the disk when this
     * returns. Done by one at a time.
     */
    void replace(String name, String spare, byte[] bytes) throws IOException {
        // an interrupted thread would close the channels, and leave the work half done
        boolean wasInterrupted = Thread.interrupted();
        try {
            Files.deleteIfExists(path(spare));
            Files.createFile(path(spare), attributes(isPosix, "rw-------"));
            try (FileOutputStream out = new FileOutputStream(path(spare).toFile())) {
                out.write(bytes);
                out.getFD().sync();
            }
            Files.move(path(spare), path(name), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            syncDirectory();
        } finally {
            if (wasInterrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Elsewhere a directory cannot be opened, and need not be. */
    private void syncDirectory() throws IOException {
        if (isPosix) {
            try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
                channel.force(true);
            }
        }
    }

    private boolean isPrivate(Path path) throws IOException {
        return !isPosix || Files.getPosixFilePermissions(path).stream().noneMatch(OF_OTHERS::contains);
    }

    private static FileAttribute<?>[] attributes(boolean isPosix, String permissions) {
        return isPosix
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
                }
                : new FileAttribute<?>[0];
    }
}
