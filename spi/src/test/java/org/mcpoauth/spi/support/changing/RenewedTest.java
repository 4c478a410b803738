package org.mcpoauth.spi.support.changing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mcpoauth.api.error.FailureCode;
import org.mcpoauth.api.error.StorageException;
import org.mcpoauth.spi.Changing;
import org.mcpoauth.spi.support.codec.MalformedException;
import org.mcpoauth.spi.support.codec.MalformedException.Fault;

/** Values that are looked at again where they are kept. */
class RenewedTest {
    private final Told told = new Told();
    private final Logger log = Logger.getLogger("org.mcpoauth.spi.changing");

    @TempDir
    private Path directory;

    private Instant now = Instant.EPOCH;
    private int reads;

    @BeforeEach
    void listen() {
        log.addHandler(told);
        log.setUseParentHandlers(false);
    }

    @AfterEach
    void forget() {
        log.removeHandler(told);
        log.setUseParentHandlers(true);
    }

    private Changing<String> open(Path file) throws Exception {
        return open(new FileOrigin<>(file, this::text));
    }

    private Changing<String> open(Origin<String> origin) throws Exception {
        return Renewed.of(origin, "some-file", Renewed.FILE_PACE, clock());
    }

    private InstantSource clock() {
        return () -> now;
    }

    private String text(byte[] content) throws MalformedException {
        reads++;
        String text = new String(content, StandardCharsets.UTF_8);
        if (text.startsWith("bad")) {
            throw new MalformedException(Fault.SYNTAX, "bad begins so");
        }
        return text;
    }

    private Path write(String name, String text) throws IOException {
        return Files.writeString(directory.resolve(name), text);
    }

    private void look() {
        now = now.plus(Renewed.FILE_PACE);
    }

    @Test
    void aFileIsReadAgainWhenItChangesAtABoundedPace() throws Exception {
        Path file = write("file", "old");
        Changing<String> value = open(file);
        write("file", "newer");

        now = now.plus(Renewed.FILE_PACE).minusMillis(1);
        assertEquals("old", value.current());
        now = now.plusMillis(1);
        assertEquals("newer", value.current());
        assertEquals(2, reads);
    }

    @Test
    void aFileThatStaysIsReadOnce() throws Exception {
        Changing<String> value = open(write("file", "same"));
        String before = value.current();
        for (int i = 0; i < 5; i++) {
            look();
            assertSame(before, value.current());
        }
        assertEquals(1, reads);
    }

    @Test
    void aFileThatIsMovedIntoItsPlaceIsSeen() throws Exception {
        Path file = write("file", "a");
        Changing<String> value = open(file);
        Path next = write("next", "b");
        Files.setLastModifiedTime(next, Files.getLastModifiedTime(file));
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);

        look();
        assertEquals("b", value.current());
    }

    /** So a platform for containers exchanges the files of a volume: all at once, by one link. */
    @Test
    void anExchangedLinkIsFollowed() throws Exception {
        Files.createDirectory(directory.resolve("1"));
        Files.createDirectory(directory.resolve("2"));
        write("1/secret", "one");
        write("2/secret", "two");
        Path data = Files.createSymbolicLink(directory.resolve("data"), Path.of("1"));
        Path file = Files.createSymbolicLink(directory.resolve("secret"), Path.of("data", "secret"));
        Changing<String> value = open(file);
        assertEquals("one", value.current());

        Path other = Files.createSymbolicLink(directory.resolve("other"), Path.of("2"));
        Files.move(other, data, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        look();
        assertEquals("two", value.current());
    }

    @Test
    void eachBadVersionIsToldOnceWithoutItsContentAndReadOnce() throws Exception {
        Changing<String> value = open(write("file", "good"));
        write("file", "bad one");
        for (int i = 0; i < 3; i++) {
            look();
            assertEquals("good", value.current());
        }
        assertEquals(
                List.of("MCPO4643 some-file cannot be read anew, which is told once; the known value stays: bad begins"
                        + " so"),
                told.texts);
        assertEquals(2, reads);

        write("file", "bad in another way");
        look();
        assertEquals("good", value.current());
        assertEquals(2, told.texts.size());

        write("file", "mended");
        look();
        assertEquals("mended", value.current());
    }

    @Test
    void aFileThatIsGoneOrTooLargeOrNoFileLeavesTheValue() throws Exception {
        Path file = write("file", "good");
        Changing<String> value = open(file);
        Files.delete(file);
        look();
        assertEquals("good", value.current());
        look();
        assertEquals("good", value.current());
        assertEquals(1, told.texts.size(), "an outage is told once");
        assertTrue(told.texts.get(0).endsWith(NoSuchFileException.class.getSimpleName()));

        write("file", "x".repeat(64 * 1024 + 1));
        look();
        assertEquals("good", value.current());
        assertTrue(told.texts.get(1).endsWith("larger than 65536 bytes"));

        Files.delete(file);
        Files.createDirectory(file);
        look();
        assertEquals("good", value.current());
        assertEquals(1, reads);
    }

    @Test
    void theFirstReadIsStrict() throws Exception {
        Path bad = write("bad", "bad");
        assertThrows(MalformedException.class, () -> open(bad));
        assertThrows(IOException.class, () -> open(directory.resolve("missing")));
        assertTrue(told.texts.isEmpty());
    }

    @Test
    void anOutageOfAStoreIsToldOnceUntilItIsOver() throws Exception {
        List<String> kept = new ArrayList<>(List.of("kept"));
        Changing<String> value = open(() -> {
            if (kept.isEmpty()) {
                throw new StorageException(FailureCode.STORE_UNAVAILABLE, "secret", null);
            }
            return kept.get(0);
        });
        for (int outage = 1; outage <= 2; outage++) {
            kept.clear();
            look();
            assertEquals("kept", value.current());
            look();
            assertEquals("kept", value.current());
            assertEquals(outage, told.texts.size());
            kept.add("kept");
            look();
            assertEquals("kept", value.current());
        }
        assertFalse(told.texts.toString().contains("secret"));
    }

    @Test
    void whileOneLooksTheOthersGoOn() throws Exception {
        CountDownLatch looking = new CountDownLatch(1);
        CountDownLatch end = new CountDownLatch(1);
        List<String> kept = new ArrayList<>(List.of("old"));
        Changing<String> value = open(() -> {
            if (kept.get(0).equals("new")) {
                looking.countDown();
                awaitQuietly(end);
            }
            return kept.get(0);
        });
        kept.set(0, "new");
        look();
        Thread one = new Thread(value::current);
        one.start();
        looking.await();

        assertEquals("old", value.current());
        end.countDown();
        one.join();
        assertEquals("new", value.current());
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void whatIsMadeOfAValueIsMadeOnceForEach() throws Exception {
        List<String> made = new ArrayList<>();
        Changing<Integer> length = open(write("file", "one")).map(text -> {
            made.add(text);
            return text.length();
        });
        assertEquals(List.of("one"), made, "at once");
        write("file", "three");
        look();
        assertEquals(5, length.current());
        assertEquals(5, length.current());
        assertEquals(List.of("one", "three"), made);
    }

    @Test
    void noTextFormShowsTheValue() throws Exception {
        Changing<String> read = open(write("file", "hidden"));
        assertEquals("some-file", read.toString());
        assertFalse((Changing.of("hidden") + " " + read.map(text -> text)).contains("hidden"));
        assertEquals(Changing.of("equal"), Changing.of("equal"));
    }

    private static final class Told extends Handler {
        private final List<String> texts = new ArrayList<>();

        @Override
        public void publish(LogRecord message) {
            texts.add(message.getMessage());
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }
}
