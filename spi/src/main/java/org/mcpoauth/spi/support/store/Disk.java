package org.mcpoauth.spi.support.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** What differs between file systems. */
class Disk {
    static final Disk REAL = new Disk();

    private static final long PATIENCE_NANOS = Duration.ofSeconds(2).toNanos();
    private static final long LOOK_NANOS = Duration.ofMillis(2).toNanos();

    /** Whether a file has an owner and modes, and may be replaced while others read it. */
    boolean isPosix(Path directory) throws IOException {
        return Files.getFileStore(directory).supportsFileAttributeView("posix");
    }

    /**
     * Puts one file in the place of another, at once. Where a file cannot be replaced while anybody reads it, as on
     * Windows, this is tried again for a while.
     */
    final void move(Path from, Path to, boolean isPosix) throws IOException {
        long end = System.nanoTime() + PATIENCE_NANOS;
        while (true) {
            try {
                move(from, to);
                return;
            } catch (FileSystemException maybeRead) {
                if (isPosix || System.nanoTime() - end > 0) {
                    throw maybeRead;
                }
                LockSupport.parkNanos(LOOK_NANOS);
            }
        }
    }

    void move(Path from, Path to) throws IOException {
        Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** Writes the names in a directory onto the disk; elsewhere a directory cannot be opened, and need not be. */
    void sync(Path directory, boolean isPosix) throws IOException {
        if (isPosix) {
            try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
                channel.force(true);
            }
        }
    }
}
