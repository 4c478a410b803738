package org.mcpoauth.starter.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.io.TempDir;
import org.mcpoauth.spi.store.StateEntry;
import org.mcpoauth.spi.store.StateKey;
import org.mcpoauth.spi.store.StateStore;
import org.mcpoauth.spi.support.store.FileStateStore;
import org.mcpoauth.spi.support.store.SealedStateStore;
import org.mcpoauth.spi.support.store.StoreLimits;
import org.mcpoauth.tck.store.SharedStateStoreContract;
import org.mcpoauth.tck.store.StateStoreContract;
import org.mcpoauth.tck.store.UnavailableStateStoreContract;

/** The store in an encrypted file, and one that is readable, alone and with another on the same file. */
class FileStateStoreTest {
    @TempDir
    static Path home;

    private static final AtomicInteger NUMBERS = new AtomicInteger();

    private static Path newDirectory() {
        return home.resolve("store" + NUMBERS.incrementAndGet());
    }

    @Nested
    class Encrypted extends StateStoreContract {
        @Override
        protected StateStore newStore(InstantSource clock, int bound) {
            return FileStateStore.encrypted(newDirectory(), Rings.FILE, clock, StoreLimits.of(bound));
        }
    }

    @Nested
    class Unencrypted extends StateStoreContract {
        @Override
        protected StateStore newStore(InstantSource clock, int bound) {
            return FileStateStore.dangerousUnencrypted(newDirectory(), clock, StoreLimits.of(bound));
        }

        /** The races are those of the encrypted one, and each change is written onto the disk. */
        @Override
        protected int rounds() {
            return 20;
        }
    }

    /** Two stores of one process, as two applications in one server have them. */
    @Nested
    class Shared extends SharedStateStoreContract {
        @Override
        protected List<StateStore> newNodes(InstantSource clock, int count) {
            Path directory = newDirectory();
            return Stream.<StateStore>generate(
                            () -> FileStateStore.encrypted(directory, Rings.FILE, clock, StoreLimits.of(10_000)))
                    .limit(count)
                    .toList();
        }
    }

    /** The file was cut off, so that nothing can be said of what was in it. */
    @Nested
    class Damaged extends UnavailableStateStoreContract {
        @Override
        protected StateStore newUnavailableStore() {
            return damaged();
        }
    }

    /** What encrypts values hides nothing of a failure below. */
    @Nested
    class DamagedBelowEncryption extends UnavailableStateStoreContract {
        @Override
        protected StateStore newUnavailableStore() {
            return new SealedStateStore(damaged(), Rings.ring("state-entry", Rings.NEW));
        }
    }

    private static StateStore damaged() {
        Path directory = newDirectory();
        StateStore store = FileStateStore.encrypted(directory, Rings.FILE, Clock.systemUTC(), StoreLimits.defaults());
        store.putIfAbsent(new StateKey("n", "a"), StateEntry.of("value"), Duration.ofMinutes(1));
        try {
            Path file = directory.resolve("state");
            Files.write(file, Arrays.copyOf(Files.readAllBytes(file), 40));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return FileStateStore.encrypted(directory, Rings.FILE, Clock.systemUTC(), StoreLimits.defaults());
    }
}
