package org.mcpoauth.spi.support.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.api.error.FailureCode;
import org.mcpoauth.api.error.StorageException;

/**
 * Lets one thread of all processes of a machine at a time change a file. The lock is one of the operating system, which
 * ends with its process. Threads wait for a limited time.
 *
 * <p>The channel stays open: on some systems closing any channel of a file ends all locks that this process has on it,
 * those of other stores too.
 */
final class FileGuard implements AutoCloseable {
    private static final long LOOK_NANOS = Duration.ofMillis(2).toNanos();

    private final ReentrantLock threads = new ReentrantLock();
    private final Path file;
    private final Duration patience;
    private volatile @Nullable FileChannel channel;

    FileGuard(Path file, Duration patience) {
        this.file = file;
        this.patience = patience;
    }

    /** What is done to the file. */
    interface Work<T> {
        T run() throws IOException;
    }

    /**
     * Works while nobody else does.
     *
     * @throws IOException if the work or the lock fails
     * @throws StorageException with {@code STORE_UNAVAILABLE} if others do not end, or while interrupted
     */
    <T> T alone(Work<T> work) throws IOException {
        long end = System.nanoTime() + patience.toNanos();
        lockThreads();
        try {
            return underLock(acquired(end), work);
        } finally {
            threads.unlock();
        }
    }

    /** Nobody else in this process has the lock while the channel is closed. */
    @Override
    public void close() throws IOException {
        FileChannel open = channel;
        if (open != null && open.isOpen()) {
            alone(() -> {
                open.close();
                return true;
            });
        }
    }

    private static <T> T underLock(FileLock lock, Work<T> work) throws IOException {
        try {
            return work.run();
        } finally {
            if (lock.isValid()) {
                lock.release();
            }
        }
    }

    /** Who need not wait goes on, interrupted or not. */
    private void lockThreads() {
        try {
            if (threads.tryLock() || threads.tryLock(patience.toNanos(), TimeUnit.NANOSECONDS)) {
                return;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        throw busy();
    }

    private FileLock acquired(long end) throws IOException {
        FileChannel open = opened();
        for (FileLock lock = tried(open); ; lock = tried(open)) {
            if (lock != null) {
                return lock;
            }
            if (System.nanoTime() - end > 0 || Thread.currentThread().isInterrupted()) {
                throw busy();
            }
            LockSupport.parkNanos(LOOK_NANOS);
        }
    }

    /** Another store of this process may have it, which the JDK tells in its own way. */
    private static @Nullable FileLock tried(FileChannel open) throws IOException {
        try {
            return open.tryLock();
        } catch (OverlappingFileLockException heldHere) {
            return null;
        }
    }

    private FileChannel opened() throws IOException {
        FileChannel known = channel;
        if (known == null || !known.isOpen()) {
            known = FileChannel.open(file, StandardOpenOption.WRITE);
            channel = known;
        }
        return known;
    }

    private static StorageException busy() {
        return new StorageException(FailureCode.STORE_UNAVAILABLE, "another process holds the file of the store", null);
    }
}
