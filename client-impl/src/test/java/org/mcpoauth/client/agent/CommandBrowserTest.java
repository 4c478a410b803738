package org.mcpoauth.client.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

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

    private Path program(String line) throws IOException {
        Path program = Files.writeString(folder.resolve("browser"), "#!/bin/sh\n" + line + "\n");
        assertTrue(program.toFile().setExecutable(true));
        return program;
    }
}
