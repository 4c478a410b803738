package org.mcpoauth.starter.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.mcpoauth.spi.store.StateEntry;
import org.mcpoauth.spi.store.StateStore;

/** Processes on one file: what two of them do at a time, and what is there after one was killed. */
@Timeout(300)
class FileStoreProcessesTest {
    private static final Duration TTL = Duration.ofHours(1);
    private static final int EACH = 25;
    private static final int KILLS = 8;

    @TempDir
    Path home;

    /** Eight contenders in two processes: no change is lost, none is made twice. */
    @Test
    void twoProcessesChangeOneEntryOneAfterTheOther() throws Exception {
        Path directory = home.resolve("store");
        StateStore store = FileStoreMain.open(directory);
        store.putIfAbsent(FileStoreMain.COUNTER, StateEntry.of("0"), TTL);
        List<Process> processes = List.of(start("count", directory, EACH), start("count", directory, EACH));
        for (Process process : processes) {
            assertTrue(process.waitFor(120, TimeUnit.SECONDS));
            assertEquals(0, process.exitValue(), () -> said(process));
        }
        assertEquals(
                Integer.toString(2 * 4 * EACH),
                store.get(FileStoreMain.COUNTER).orElseThrow().value());
    }

    /** Two processes put the same keys: each key is stored by one of them, with what that one said. */
    @Test
    void ofTwoProcessesOneTakesEachKey() throws Exception {
        Path directory = home.resolve("store");
        List<Process> processes = List.of(start("same", directory, EACH), start("same", directory, EACH));
        for (Process process : processes) {
            assertTrue(process.waitFor(120, TimeUnit.SECONDS));
            assertEquals(0, process.exitValue(), () -> said(process));
        }
        assertEquals(EACH, FileStoreMain.open(directory).count(FileStoreMain.NAMESPACE));
    }

    /** Killed at moments that differ, also in the middle of a write; the next process goes on at once. */
    @Test
    void whatWasStoredOutlivesAKilledProcess() throws Exception {
        Path directory = home.resolve("store");
        for (int kill = 0; kill < KILLS; kill++) {
            String prefix = "run" + kill + "-";
            Process process = start(prefix, directory, 100_000);
            int last = killedAfter(process, 1 + 5 * kill, kill * 310_000L);
            StateStore store = FileStoreMain.open(directory);
            for (int i = 0; i <= last; i++) {
                assertEquals(
                        Optional.of(StateEntry.of("value " + i)),
                        store.get(FileStoreMain.key(prefix, i)),
                        "entry " + i);
            }
            assertTrue(store.putIfAbsent(FileStoreMain.key("after" + kill, 0), StateEntry.of("x"), TTL));
        }
        for (int kill = 0; kill < KILLS; kill++) {
            assertTrue(FileStoreMain.open(directory)
                    .get(FileStoreMain.key("after" + kill, 0))
                    .isPresent());
        }
    }

    /** The last number that the process said before it was killed, a little after it had said so many. */
    private static int killedAfter(Process process, int numbers, long nanos) throws IOException {
        try (BufferedReader said = process.inputReader(StandardCharsets.UTF_8)) {
            int last = -1;
            for (int i = 0; i < numbers; i++) {
                last = Integer.parseInt(String.valueOf(said.readLine()));
            }
            LockSupport.parkNanos(nanos);
            // of the handle, as that of the process closes what it has said
            process.toHandle().destroyForcibly();
            for (String line = said.readLine(); line != null; line = said.readLine()) {
                last = Math.max(last, line.isEmpty() ? -1 : Integer.parseInt(line));
            }
            return last;
        }
    }

    private static Process start(String what, Path directory, int times) throws IOException {
        return new ProcessBuilder(Stream.of(
                                Path.of(System.getProperty("java.home"), "bin", "java")
                                        .toString(),
                                "-Xmx128m",
                                "-XX:+UseSerialGC",
                                "-XX:TieredStopAtLevel=1",
                                "-cp",
                                System.getProperty("java.class.path"),
                                FileStoreMain.class.getName(),
                                what,
                                directory.toString(),
                                Integer.toString(times))
                        .toList())
                .redirectErrorStream(true)
                .start();
    }

    private static String said(Process process) {
        try (BufferedReader said = process.inputReader(StandardCharsets.UTF_8)) {
            return said.lines().limit(40).toList().toString();
        } catch (IOException e) {
            return e.toString();
        }
    }
}
