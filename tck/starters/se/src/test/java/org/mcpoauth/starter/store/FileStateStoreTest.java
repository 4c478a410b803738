package org.mcpoauth.starter.store;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.io.TempDir;
import org.mcpoauth.spi.store.StateStore;
import org.mcpoauth.spi.support.store.FileStateStore;
import org.mcpoauth.spi.support.store.StoreLimits;
import org.mcpoauth.tck.store.SharedStateStoreContract;
import org.mcpoauth.tck.store.StateStoreContract;

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
    class Readable extends StateStoreContract {
        @Override
        protected StateStore newStore(InstantSource clock, int bound) {
            return FileStateStore.dangerousUnencrypted(newDirectory(), clock, StoreLimits.of(bound));
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
}
