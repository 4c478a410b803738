package org.mcpoauth.client.agent;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.URI;
import java.util.List;
import java.util.Locale;
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
        String system = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
        if (system.startsWith("windows")) {
            return new CommandBrowser(List.of("rundll32", "url.dll,FileProtocolHandler"));
        }
        if (system.startsWith("mac")) {
            return new CommandBrowser(List.of("open"));
        }
        // without a screen it would start a browser in a terminal that nobody sees
        return new CommandBrowser(hasScreen() ? List.of("xdg-open") : List.of());
    }

    private static boolean hasScreen() {
        return System.getenv("DISPLAY") != null || System.getenv("WAYLAND_DISPLAY") != null;
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
