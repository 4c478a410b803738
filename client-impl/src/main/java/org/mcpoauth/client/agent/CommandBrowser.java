package org.mcpoauth.client.agent;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A program that opens URLs. It is started without a shell, so no character of the URL means anything to it but
 * itself.
 *
 * @param command the program and its arguments before the URL; none where there is no such program
 */
record CommandBrowser(List<String> command) implements BrowserOpener {
    /** A program that is still there after this time shows the browser itself. */
    private static final long SOON_SECONDS = 2;

    CommandBrowser {
        command = List.copyOf(command);
    }

    static CommandBrowser ofMachine() {
        return of(System.getProperty("os.name", ""), System.getenv());
    }

    /** Programs are named by their place: the system would look for a name in the working directory too. */
    static CommandBrowser of(String systemName, Map<String, String> environment) {
        String system = systemName.toLowerCase(Locale.ROOT);
        if (system.startsWith("windows")) {
            String root = environment.getOrDefault("SystemRoot", "C:\\Windows");
            return new CommandBrowser(List.of(root + "\\System32\\rundll32.exe", "url.dll,FileProtocolHandler"));
        }
        if (system.startsWith("mac")) {
            return new CommandBrowser(List.of("/usr/bin/open"));
        }
        // without a screen it would start a browser in a terminal that nobody sees
        boolean hasScreen = environment.containsKey("DISPLAY") || environment.containsKey("WAYLAND_DISPLAY");
        return new CommandBrowser(hasScreen ? found("xdg-open", environment.getOrDefault("PATH", "")) : List.of());
    }

    /** Only in folders that are named from the root; an empty entry would be the working directory. */
    private static List<String> found(String program, String path) {
        return Arrays.stream(path.split(":", -1))
                .filter(folder -> folder.startsWith("/"))
                .flatMap(folder -> in(folder, program))
                .limit(1)
                .toList();
    }

    private static Stream<String> in(String folder, String program) {
        try {
            Path file = Path.of(folder, program);
            return Files.isRegularFile(file) && Files.isExecutable(file) ? Stream.of(file.toString()) : Stream.empty();
        } catch (InvalidPathException noPlace) {
            return Stream.empty();
        }
    }

    @Override
    public boolean open(URI uri) {
        if (command.isEmpty()) {
            return false;
        }
        try {
            Process process = new ProcessBuilder(Stream.concat(command.stream(), Stream.of(uri.toString()))
                            .toList())
                    .redirectOutput(Redirect.DISCARD)
                    .redirectError(Redirect.DISCARD)
                    .start();
            process.getOutputStream().close();
            return !process.waitFor(SOON_SECONDS, TimeUnit.SECONDS) || process.exitValue() == 0;
        } catch (IOException noSuchProgram) {
            return false;
        } catch (InterruptedException e) {
            // the wait for the answer sees it and ends
            Thread.currentThread().interrupt();
            return true;
        }
    }
}
