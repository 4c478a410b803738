package org.mcpoauth.spi.support.store;

import java.io.FileInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.api.Secret;
import org.mcpoauth.api.error.ConfigurationException;
import org.mcpoauth.api.error.FailureCode;
import org.mcpoauth.api.error.StorageException;
import org.mcpoauth.spi.Changing;
import org.mcpoauth.spi.store.StateEntry;
import org.mcpoauth.spi.store.StateKey;
import org.mcpoauth.spi.store.StatePage;
import org.mcpoauth.spi.support.codec.RandomIds;
import org.mcpoauth.spi.support.jose.SealingKeys;

/**
 * Keeps state in one encrypted file of a directory of its own: right for what one machine keeps, such as the tokens of a
 * desktop or command line application, in one or several processes.
 *
 * <p>Each change writes the whole file beside the old one, onto the disk, and puts it in its place; who reads sees the
 * one or the other and takes no lock. So a process may end at any moment, and what was stored stays. The file is
 * encrypted and authenticated as a whole; whoever can write the directory can only destroy it, or put an old one back.
 * The directory is of the user of this process and for that user alone, which is checked where the file system knows
 * owners and permissions, and lies on a local disk: locks of network file systems cannot be relied on.
 */
public final class FileStateStore implements AuthenticatedStore, BoundedStore, AutoCloseable {
    private static final String KEY = "store.file";
    private static final String FILE = "state";
    private static final String SPARE = "state.new";
    private static final String LOCK = "state.lock";
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    /** What it costs to write at each change. */
    private static final int STANDARD_BYTES = 16 << 20;

    private final PrivateFiles files;
    private final FileGuard guard;
    private final FileSeal seal;
    private final InstantSource clock;
    private final StoreLimits limits;
    private final int maxBytes;
    private volatile @Nullable Known known;

    /** What was read or written last; the stamp of a file tells whether it still holds. */
    // The bytes are only compared, here.
    @SuppressWarnings("ArrayRecordComponent")
    private record Known(byte[] stamp, FileImage image) {}

    /** What a verb gives, and what the file is replaced with, if anything. */
    private record Change<T>(T result, @Nullable FileImage next) {}

    FileStateStore(Path directory, FileSeal seal, InstantSource clock, StoreLimits limits, int maxBytes) {
        this.seal = seal;
        this.clock = Objects.requireNonNull(clock, "clock");
        this.limits = Objects.requireNonNull(limits, "limits");
        this.maxBytes = maxBytes;
        this.files = opened(directory);
        this.guard = new FileGuard(files.path(LOCK), PATIENCE);
    }

    /**
     * An encrypted store.
     *
     * @param directory its directory, which is made if it is missing and used for nothing else
     * @param keys the first encrypts, all decrypt; asked with each verb
     * @param clock tells when entries expire
     * @param limits how many entries each namespace may hold; all together have 16 MiB
     * @throws ConfigurationException if the directory cannot be used, or others can open it
     */
    public static FileStateStore encrypted(
            Path directory, Changing<SealingKeys> keys, InstantSource clock, StoreLimits limits) {
        return new FileStateStore(directory, FileSeal.encrypted(keys), clock, limits, STANDARD_BYTES);
    }

    /**
     * A store that whoever gets hold of the file can read and change: a backup, another program of the same user.
     *
     * @param directory its directory, which is made if it is missing and used for nothing else
     * @param clock tells when entries expire
     * @param limits how many entries each namespace may hold; all together have 16 MiB
     * @throws ConfigurationException if the directory cannot be used, or others can open it
     */
    public static FileStateStore dangerousUnencrypted(Path directory, InstantSource clock, StoreLimits limits) {
        return new FileStateStore(
                directory, FileSeal.dangerousReadable(new RandomIds()), clock, limits, STANDARD_BYTES);
    }

    @Override
    public boolean isAuthenticated() {
        return seal.isAuthenticated();
    }

    @Override
    public Changing<List<Secret>> secrets(String purpose) {
        return seal.secrets(purpose);
    }

    @Override
    public OptionalInt bound(String namespace) {
        return OptionalInt.of(limits.bound(namespace));
    }

    @Override
    public boolean putIfAbsent(StateKey key, StateEntry entry, Duration ttl) {
        Objects.requireNonNull(entry, "entry");
        long expiresAt = expiry(ttl);
        return changed(image -> {
            long now = clock.millis();
            if (image.live(key, now) != null) {
                return new Change<>(false, null);
            }
            if (image.count(key.namespace(), now) >= limits.bound(key.namespace())) {
                throw new StorageException(FailureCode.STORE_FULL, "the namespace is full", null);
            }
            return new Change<>(true, image.with(key, new FileImage.Held(entry, expiresAt), now));
        });
    }

    @Override
    public Optional<StateEntry> get(StateKey key) {
        return Optional.ofNullable(image().live(key, clock.millis()));
    }

    @Override
    public boolean compareAndSet(StateKey key, String expectedValue, StateEntry entry, Duration ttl) {
        Objects.requireNonNull(expectedValue, "expectedValue");
        Objects.requireNonNull(entry, "entry");
        FileImage.Held next = new FileImage.Held(entry, expiry(ttl));
        return replaced(key, expectedValue, next).isPresent();
    }

    @Override
    public boolean compareAndRemove(StateKey key, String expectedValue) {
        Objects.requireNonNull(expectedValue, "expectedValue");
        return replaced(key, expectedValue, null).isPresent();
    }

    @Override
    public Optional<StateEntry> take(StateKey key) {
        return replaced(key, null, null);
    }

    @Override
    public StatePage scan(String namespace, @Nullable String owner, @Nullable String from, int limit) {
        ScanLimit.require(limit);
        return image().scan(namespace, owner, from == null ? "" : from, limit, clock.millis());
    }

    @Override
    public long count(String namespace) {
        return image().count(namespace, clock.millis());
    }

    /** Lets go of the lock file; the state stays. */
    @Override
    public void close() throws IOException {
        guard.close();
    }

    /**
     * Replaces or removes a live entry.
     *
     * @param expected the value that must be there, {@code null} for any
     * @return what was there; empty if nothing was changed
     */
    private Optional<StateEntry> replaced(StateKey key, @Nullable String expected, FileImage.@Nullable Held next) {
        return changed(image -> {
            long now = clock.millis();
            StateEntry there = image.live(key, now);
            if (there == null || (expected != null && !there.value().equals(expected))) {
                return new Change<>(Optional.empty(), null);
            }
            return new Change<>(Optional.of(there), image.with(key, next, now));
        });
    }

    /** What changes nothing needs no lock; what does is judged again under it. */
    private <T> T changed(Function<FileImage, Change<T>> verb) {
        Change<T> seen = verb.apply(image());
        if (seen.next() == null) {
            return seen.result();
        }
        try {
            return guard.alone(() -> {
                Change<T> change = verb.apply(image());
                if (change.next() != null) {
                    write(change.next());
                }
                return change.result();
            });
        } catch (IOException e) {
            throw unavailable("the file of the store cannot be written", e);
        }
    }

    private void write(FileImage image) throws IOException {
        byte[] bytes = seal.close(image.bytes());
        if (bytes.length > maxBytes) {
            throw new StorageException(FailureCode.STORE_FULL, "the file of the store is full", null);
        }
        files.replace(FILE, SPARE, bytes);
        known = new Known(Arrays.copyOf(bytes, FileSeal.STAMP_LENGTH), image);
    }

    private FileImage image() {
        try {
            return opened();
        } catch (FileNotFoundException e) {
            return absent();
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    private FileImage opened() throws IOException {
        try (InputStream in = new FileInputStream(files.path(FILE).toFile())) {
            byte[] stamp = in.readNBytes(FileSeal.STAMP_LENGTH);
            Known last = known;
            if (last != null && Arrays.equals(last.stamp(), stamp)) {
                return last.image();
            }
            FileImage image = read(stamp, in);
            known = new Known(stamp, image);
            return image;
        }
    }

    private FileImage read(byte[] stamp, InputStream in) throws IOException {
        if (!files.isPrivate() || !files.isPrivate(FILE)) {
            throw unavailable("the file of the store is of another user, or others can open it", null);
        }
        byte[] rest = in.readNBytes(maxBytes);
        byte[] closed = Arrays.copyOf(stamp, stamp.length + rest.length);
        System.arraycopy(rest, 0, closed, stamp.length, rest.length);
        byte[] bytes = seal.open(closed)
                .orElseThrow(
                        () -> unavailable("the file of the store was not made with these keys, or was damaged", null));
        return FileImage.read(bytes);
    }

    /** A file that is there but cannot be opened is not found, for the JDK; so is one that others make just now. */
    private FileImage absent() {
        if (!files.path(FILE).toFile().exists()) {
            return FileImage.EMPTY;
        }
        try {
            return opened();
        } catch (FileNotFoundException e) {
            throw unavailable("the file of the store cannot be opened", e);
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    private static StorageException unreadable(IOException cause) {
        return unavailable("the file of the store cannot be read", cause);
    }

    private long expiry(Duration ttl) {
        Instant now = clock.instant();
        return Expiry.of(now, ttl);
    }

    private static PrivateFiles opened(Path directory) {
        try {
            PrivateFiles files = PrivateFiles.in(directory);
            if (!files.isPrivate()) {
                throw new ConfigurationException(
                        KEY, "must be a directory of the user of this process that nobody else can open (mode 0700)");
            }
            files.createIfAbsent(LOCK);
            return files;
        } catch (IOException e) {
            throw new ConfigurationException(
                    FailureCode.CONFIGURATION_INVALID, KEY, "must be a directory that this process can write", e);
        }
    }

    private static StorageException unavailable(String why, @Nullable Exception cause) {
        return new StorageException(FailureCode.STORE_UNAVAILABLE, why + " (" + KEY + ")", cause);
    }
}
