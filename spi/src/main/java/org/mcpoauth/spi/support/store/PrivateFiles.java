package org.mcpoauth.spi.support.store;

import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A directory whose files nobody but their owner can read or write, where the file system knows such permissions. */
final class PrivateFiles {
    private static final Set<PosixFilePermission> OF_OTHERS = EnumSet.complementOf(EnumSet.of(
            PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE, PosixFilePermission.OWNER_EXECUTE));

    private static final System.Logger LOG = System.getLogger("org.mcpoauth.spi");

    private final Path directory;
    private final Disk disk;
    private final boolean isPosix;
    private final @Nullable UserPrincipal owner;

    private PrivateFiles(Path directory, Disk disk) throws IOException {
        this.directory = directory;
        this.disk = disk;
        this.isPosix = disk.isPosix(directory);
        this.owner = isPosix ? ownerOfNewFiles() : null;
    }

    /**
     * Opens a directory, which is made if it is missing.
     *
     * @throws IOException if it cannot be made, or is no directory
     */
    static PrivateFiles in(Path directory) throws IOException {
        return in(directory, Disk.REAL);
    }

    static PrivateFiles in(Path directory, Disk disk) throws IOException {
        if (!Files.isDirectory(directory)) {
            boolean isPosix =
                    directory.getFileSystem().supportedFileAttributeViews().contains("posix");
            Files.createDirectories(directory, attributes(isPosix, "rwx------"));
        }
        return new PrivateFiles(directory, disk);
    }

    Path path(String name) {
        return directory.resolve(name);
    }

    /** Whether the directory is of who runs this process, and nobody else has a way into it. */
    boolean isPrivate() throws IOException {
        return isPrivate(directory);
    }

    /**
     * Whether a file is an ordinary one of who runs this process, and nobody else can open it.
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
     * returns. Done by one at a time. What fails after everybody sees them is told in the log only, for the write has
     * happened.
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
            disk.move(path(spare), path(name), isPosix);
            syncDirectory();
        } finally {
            if (wasInterrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** An interrupt that comes now closes the channel. */
    private void syncDirectory() {
        try {
            disk.sync(directory, isPosix);
        } catch (IOException e) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    () -> "MCPO3218 the directory of a store was not synced after a write, which a power failure may"
                            + " undo: "
                            + e.getClass().getName());
        }
    }

    private boolean isPrivate(Path path) throws IOException {
        return !isPosix
                || (Files.getPosixFilePermissions(path).stream().noneMatch(OF_OTHERS::contains)
                        && Files.getOwner(path).equals(owner));
    }

    /** Who this process is to the file system, which may map users. */
    private UserPrincipal ownerOfNewFiles() throws IOException {
        Path probe = Files.createTempFile(directory, "owner", ".tmp");
        try {
            return Files.getOwner(probe);
        } finally {
            Files.delete(probe);
        }
    }

    private static FileAttribute<?>[] attributes(boolean isPosix, String permissions) {
        return isPosix
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
                }
                : new FileAttribute<?>[0];
    }
}
