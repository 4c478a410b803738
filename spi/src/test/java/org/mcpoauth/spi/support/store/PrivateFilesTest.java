package org.mcpoauth.spi.support.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.abort;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What file systems do while a file is replaced, and whose files are used. */
class PrivateFilesTest {
    private static final byte[] BYTES = "whole".getBytes(UTF_8);

    @TempDir
    Path home;

    private Path directory() {
        return home.resolve("store");
    }

    /** A disk on which a file cannot be moved for some times, as on Windows while it is read. */
    private static final class Busy extends Disk {
        private final AtomicInteger left;
        private final boolean isPosix;

        Busy(int times, boolean isPosix) {
            this.left = new AtomicInteger(times);
            this.isPosix = isPosix;
        }

        @Override
        boolean isPosix(Path directory) {
            return isPosix;
        }

        @Override
        void move(Path from, Path to) throws IOException {
            if (left.getAndDecrement() > 0) {
                throw new AccessDeniedException(to.toString());
            }
            super.move(from, to);
        }
    }

    @Test
    void anInterruptAfterTheMoveIsNoFailure() throws IOException {
        PrivateFiles files = PrivateFiles.in(directory(), new Disk() {
            @Override
            void sync(Path directory, boolean isPosix) throws IOException {
                Thread.currentThread().interrupt();
                super.sync(directory, isPosix);
            }
        });
        assumePosix();
        files.replace("state", "state.new", BYTES);
        assertTrue(Thread.interrupted(), "the caller learns of it");
        assertEquals("whole", Files.readString(files.path("state")));
    }

    @Test
    void aFileThatIsReadIsReplacedAMomentLater() throws IOException {
        PrivateFiles files = PrivateFiles.in(directory(), new Busy(5, false));
        files.replace("state", "state.new", BYTES);
        assertEquals("whole", Files.readString(files.path("state")));
    }

    @Test
    void whereReadersAreNotInTheWayAFailureIsOne() throws IOException {
        PrivateFiles files = PrivateFiles.in(directory(), new Busy(1, true));
        assertThrows(AccessDeniedException.class, () -> files.replace("state", "state.new", BYTES));
        assertThrows(NoSuchFileException.class, () -> Files.readString(files.path("state")));
    }

    @Test
    void filesOfAnotherUserAreNotPrivate() throws IOException {
        PrivateFiles files = PrivateFiles.in(directory());
        assumePosix();
        files.replace("state", "state.new", BYTES);
        assertTrue(files.isPrivate());
        assertTrue(files.isPrivate("state"));
        giveAway(files.path("state"));
        assertFalse(files.isPrivate("state"));
        giveAway(directory());
        assertFalse(files.isPrivate());
        assertFalse(PrivateFiles.in(directory()).isPrivate());
    }

    @Test
    void findingOutWhoseFilesTheyAreLeavesNothingBehind() throws IOException {
        PrivateFiles.in(directory());
        try (Stream<Path> files = Files.list(directory())) {
            assertEquals(List.of(), files.toList());
        }
    }

    /** Only root may; others cannot test this. */
    private static void giveAway(Path path) throws IOException {
        try {
            Files.setAttribute(path, "unix:uid", 12_345);
        } catch (IOException notRoot) {
            abort("files can be given away by root only");
        }
    }

    private void assumePosix() {
        assumeTrue(home.getFileSystem().supportedFileAttributeViews().contains("posix"));
    }
}
