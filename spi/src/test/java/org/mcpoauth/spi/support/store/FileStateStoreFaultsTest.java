package org.mcpoauth.spi.support.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mcpoauth.api.Secret;
import org.mcpoauth.api.error.ConfigurationException;
import org.mcpoauth.api.error.FailureCode;
import org.mcpoauth.api.error.StorageException;
import org.mcpoauth.spi.Changing;
import org.mcpoauth.spi.store.StateEntry;
import org.mcpoauth.spi.store.StateKey;
import org.mcpoauth.spi.store.StateStore;
import org.mcpoauth.spi.support.codec.RandomIds;
import org.mcpoauth.spi.support.jose.SealingKeys;

/** What the store in a file does beyond the contract of every store: who can read it, and what damage does. */
class FileStateStoreFaultsTest {
    private static final StateKey KEY = new StateKey("n", "id-of-entry");
    private static final StateEntry ENTRY = new StateEntry("value-of-entry", "owner-of-entry");
    private static final Duration TTL = Duration.ofMinutes(1);
    private static final Secret OLD = Secret.of("old-".repeat(8));
    private static final Secret NEW = Secret.of("new-".repeat(8));

    private final Clock clock = Clock.fixed(Instant.parse("2026-11-21T10:00:00Z"), ZoneOffset.UTC);

    @TempDir
    Path home;

    private Path directory;
    private Path file;

    @BeforeEach
    void name() {
        directory = home.resolve("a").resolve("store");
        file = directory.resolve("state");
    }

    private FileStateStore store(Secret... keys) {
        Changing<SealingKeys> ring =
                Changing.of(SealingKeys.of(List.of(keys), "state-file", "store.keys", new RandomIds()));
        return FileStateStore.encrypted(directory, ring, clock, StoreLimits.of(100));
    }

    private FileStateStore readable() {
        return FileStateStore.dangerousUnencrypted(directory, clock, StoreLimits.of(100));
    }

    private static void assertUnavailable(StateStore store) {
        List<Runnable> verbs = List.of(
                () -> store.get(KEY),
                () -> store.putIfAbsent(KEY, ENTRY, TTL),
                () -> store.compareAndSet(KEY, "value-of-entry", ENTRY, TTL),
                () -> store.compareAndRemove(KEY, "value-of-entry"),
                () -> store.take(KEY),
                () -> store.count("n"),
                () -> store.scan("n", null, null, 10));
        for (Runnable verb : verbs) {
            StorageException refused = assertThrows(StorageException.class, verb::run);
            assertEquals(FailureCode.STORE_UNAVAILABLE, refused.code());
            assertTrue(String.valueOf(refused.getMessage()).contains("store.file"), refused.getMessage());
            assertFalse(String.valueOf(refused.getMessage()).contains("entry"), refused.getMessage());
        }
    }

    @Test
    void nobodyElseCanReadDirectoryAndFiles() throws IOException {
        store(NEW).putIfAbsent(KEY, ENTRY, TTL);
        assumePosix();
        assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(directory)));
        for (Path each : List.of(file, directory.resolve("state.lock"))) {
            assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(each)));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"rwxr-xr-x", "rwx--x---", "rwx---r--", "rwx----w-"})
    void aDirectoryThatOthersCanOpenIsRefused(String permissions) throws IOException {
        store(NEW).putIfAbsent(KEY, ENTRY, TTL);
        assumePosix();
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString(permissions));
        ConfigurationException refused = assertThrows(ConfigurationException.class, () -> store(NEW));
        assertEquals("store.file", refused.key());
    }

    @ParameterizedTest
    @ValueSource(strings = {"rw-r--r--", "rw--w----", "rw-----w-"})
    void aFileThatOthersCanOpenIsNotRead(String permissions) throws IOException {
        store(NEW).putIfAbsent(KEY, ENTRY, TTL);
        assumePosix();
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
        assertUnavailable(store(NEW));
    }

    @Test
    void aLinkIsNotTheFile() throws IOException {
        store(NEW).putIfAbsent(KEY, ENTRY, TTL);
        assumePosix();
        Path elsewhere = home.resolve("elsewhere");
        Files.move(file, elsewhere);
        Files.createSymbolicLink(file, elsewhere);
        assertUnavailable(store(NEW));
    }

    @Test
    void aFileInPlaceOfTheDirectoryIsRefused() throws IOException {
        Files.createDirectories(directory.getParent());
        Files.writeString(directory, "x");
        assertEquals(
                "store.file",
                assertThrows(ConfigurationException.class, () -> store(NEW)).key());
    }

    @Test
    void nothingOfAnEntryCanBeReadInTheFile() throws IOException {
        store(NEW).putIfAbsent(KEY, ENTRY, TTL);
        String bytes = Files.readString(file, StandardCharsets.ISO_8859_1);
        for (String secret : List.of("value-of-entry", "id-of-entry", "owner-of-entry")) {
            assertFalse(bytes.contains(secret), secret);
        }
    }

    @Test
    void aNewKeyGoesInFrontAndTheOldOneLaterOut() {
        store(OLD).putIfAbsent(KEY, ENTRY, TTL);
        assertEquals(Optional.of(ENTRY), store(NEW, OLD).get(KEY));
        assertUnavailable(store(NEW));
        assertTrue(store(NEW, OLD).compareAndSet(KEY, "value-of-entry", ENTRY, TTL));
        assertEquals(Optional.of(ENTRY), store(NEW).get(KEY));
        assertUnavailable(store(OLD));
    }

    @Test
    void keysAreLongAndDiffer() {
        assertThrows(ConfigurationException.class, () -> store(Secret.of("k".repeat(31))));
        assertThrows(ConfigurationException.class, () -> store(NEW, NEW));
        assertThrows(ConfigurationException.class, this::store);
    }

    /** Whatever was changed or cut off: nothing of it is used. */
    @Test
    void aDamagedFileIsNotRead() throws IOException {
        for (boolean isEncrypted : new boolean[] {true, false}) {
            Files.deleteIfExists(file);
            (isEncrypted ? store(NEW) : readable()).putIfAbsent(KEY, ENTRY, TTL);
            byte[] whole = Files.readAllBytes(file);
            for (int i = 0; i < whole.length; i++) {
                byte[] changed = whole.clone();
                changed[i] ^= 1;
                Files.write(file, changed);
                assertUnavailable(isEncrypted ? store(NEW) : readable());
                Files.write(file, Arrays.copyOf(whole, i));
                assertUnavailable(isEncrypted ? store(NEW) : readable());
            }
            Files.write(file, Arrays.copyOf(whole, whole.length + 1));
            assertUnavailable(isEncrypted ? store(NEW) : readable());
            Files.write(file, whole);
            assertEquals(Optional.of(ENTRY), (isEncrypted ? store(NEW) : readable()).get(KEY));
        }
    }

    /** A process that ended in the middle of a write leaves something beside the file. */
    @Test
    void whatIsLeftOfABrokenWriteIsOverwritten() throws IOException {
        FileStateStore store = store(NEW);
        store.putIfAbsent(KEY, ENTRY, TTL);
        Files.write(directory.resolve("state.new"), new byte[] {1, 2, 3});
        assertEquals(Optional.of(ENTRY), store.get(KEY));
        assertTrue(store.putIfAbsent(new StateKey("n", "b"), ENTRY, TTL));
        assertEquals(2, store(NEW).count("n"));
        assertFalse(Files.exists(directory.resolve("state.new")));
    }

    @Test
    void anEncryptedFileIsNotReadAsAReadableOneNorTheOtherWayRound() throws IOException {
        store(NEW).putIfAbsent(KEY, ENTRY, TTL);
        assertUnavailable(readable());
        Files.delete(file);
        readable().putIfAbsent(KEY, ENTRY, TTL);
        assertUnavailable(store(NEW));
        assertTrue(Files.readString(file, StandardCharsets.ISO_8859_1).contains("value-of-entry"));
    }

    @Test
    void theFileIsBounded() {
        Changing<SealingKeys> ring =
                Changing.of(SealingKeys.of(List.of(NEW), "state-file", "store.keys", new RandomIds()));
        StateStore small = new FileStateStore(directory, FileSeal.encrypted(ring), clock, StoreLimits.of(100), 1000);
        assertTrue(small.putIfAbsent(KEY, ENTRY, TTL));
        StateEntry large = StateEntry.of("x".repeat(1000));
        for (Runnable verb : List.<Runnable>of(
                () -> small.putIfAbsent(new StateKey("n", "b"), large, TTL),
                () -> small.compareAndSet(KEY, "value-of-entry", large, TTL))) {
            assertEquals(
                    FailureCode.STORE_FULL,
                    assertThrows(StorageException.class, verb::run).code());
        }
        assertEquals(Optional.of(ENTRY), small.get(KEY));
        assertEquals(1, small.count("n"));
    }

    @Test
    void endedEntriesLeaveTheFileWithTheNextChange() throws IOException {
        store(NEW).putIfAbsent(KEY, StateEntry.of("x".repeat(5000)), TTL);
        Changing<SealingKeys> ring =
                Changing.of(SealingKeys.of(List.of(NEW), "state-file", "store.keys", new RandomIds()));
        StateStore later = FileStateStore.encrypted(directory, ring, Clock.offset(clock, TTL), StoreLimits.of(100));
        later.putIfAbsent(new StateKey("n", "b"), ENTRY, TTL);
        assertTrue(Files.size(file) < 1000);
    }

    /** New tokens are not lost because their caller gives up. */
    @Test
    void anInterruptedThreadStoresAsAWholeAndStaysInterrupted() {
        FileStateStore store = store(NEW);
        Thread.currentThread().interrupt();
        boolean isStored = store.putIfAbsent(KEY, ENTRY, TTL);
        boolean isChanged = store.compareAndSet(KEY, "value-of-entry", StateEntry.of("next"), TTL);
        assertTrue(Thread.interrupted());
        assertTrue(isStored && isChanged);
        assertEquals("next", store(NEW).get(KEY).orElseThrow().value());
    }

    @Test
    void aClosedStoreMayBeOpenedAgain() throws IOException {
        FileStateStore store = store(NEW);
        store.putIfAbsent(KEY, ENTRY, TTL);
        store.close();
        assertEquals(Optional.of(ENTRY), store(NEW).take(KEY));
        assertEquals(0, store.count("n"));
    }

    private void assumePosix() {
        assumeTrue(directory.getFileSystem().supportedFileAttributeViews().contains("posix"));
    }
}
