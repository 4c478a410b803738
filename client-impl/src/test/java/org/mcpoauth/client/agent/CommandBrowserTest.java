package org.mcpoauth.client.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("A program that opens URLs is given one argument and no shell (CVE-2025-6514)")
@EnabledOnOs({OS.LINUX, OS.MAC})
class CommandBrowserTest {
    private static final URI TRICKY =
            URI.create("https://as.example/authorize?a=1&b=$(id)&c=;id&d='x'&e=!*&f=~&g=%22%20%60id%60&state=s");

    @TempDir
    Path folder;

    @Test
    void theUrlIsTheOnlyArgumentAsItIs() throws Exception {
        Path seen = folder.resolve("seen");
        CommandBrowser browser = new CommandBrowser(List.of(
                program("printf '%s\\n' \"$#\" \"$@\" > " + seen + ".part; mv " + seen + ".part " + seen)
                        .toString(),
                "--new-window"));
        assertTrue(browser.open(TRICKY));
        assertEquals(List.of("2", "--new-window", TRICKY.toString()), Files.readAllLines(seen));
    }

    @Test
    void aProgramThatFailsOpenedNothing() throws Exception {
        assertFalse(new CommandBrowser(List.of(program("exit 3").toString())).open(TRICKY));
    }

    @Test
    void aProgramThatIsNotThereOpenedNothing() {
        assertFalse(new CommandBrowser(List.of(folder.resolve("missing").toString())).open(TRICKY));
        assertFalse(new CommandBrowser(List.of()).open(TRICKY));
    }

    @Test
    void interruptionIsKeptForTheWaitThatFollows() throws Exception {
        CommandBrowser browser = new CommandBrowser(List.of(program("exit 0").toString()));
        Thread.currentThread().interrupt();
        assertTrue(browser.open(TRICKY));
        assertTrue(Thread.interrupted());
    }

    /** A program of that name in the working directory, or before it on the path, is somebody else's. */
    @ParameterizedTest
    @CsvSource({
        "Windows 11, D:\\Win, D:\\Win\\System32\\rundll32.exe",
        "Windows Server 2022, , C:\\Windows\\System32\\rundll32.exe",
        "Mac OS X, , /usr/bin/open"
    })
    void programsOfTheSystemAreNamedByTheirPlace(String system, @Nullable String root, String program) {
        Map<String, String> environment = root == null ? Map.of() : Map.of("SystemRoot", root);
        assertEquals(program, CommandBrowser.of(system, environment).command().get(0));
    }

    @Test
    void onlyAbsoluteEntriesOfThePathAreLookedIn() throws Exception {
        Path ours = Files.createDirectory(folder.resolve("ours"));
        Path later = Files.createDirectory(folder.resolve("later"));
        Path plain = Files.createDirectory(folder.resolve("plain"));
        for (Path place : List.of(ours, later)) {
            assertTrue(Files.createFile(place.resolve("xdg-open")).toFile().setExecutable(true));
        }
        Files.createFile(plain.resolve("xdg-open"));
        String relative = Path.of("").toAbsolutePath().relativize(later).toString();
        assertEquals(
                List.of(ours + "/xdg-open"), onLinux(relative + "::.:" + plain + ":\0:/none:" + ours + ":" + later));
        assertEquals(List.of(), onLinux(relative + "::.:" + plain));
        assertEquals(List.of(), onLinux(""));
        assertEquals(
                List.of(), CommandBrowser.of("Linux", Map.of("DISPLAY", ":0")).command());
        assertEquals(
                List.of(),
                CommandBrowser.of("Linux", Map.of("PATH", ours.toString())).command());
    }

    private static List<String> onLinux(String path) {
        return CommandBrowser.of("Linux", Map.of("WAYLAND_DISPLAY", "wayland-0", "PATH", path))
                .command();
    }

    private Path program(String line) throws IOException {
        Path program = Files.writeString(folder.resolve("browser"), "#!/bin/sh\n" + line + "\n");
        assertTrue(program.toFile().setExecutable(true));
        return program;
    }
}
