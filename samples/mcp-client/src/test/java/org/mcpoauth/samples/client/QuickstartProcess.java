package org.mcpoauth.samples.client;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.net.URI;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** An MCP server with its authorization server in a process of its own: the quickstart, as run.sh starts it. */
final class QuickstartProcess implements AutoCloseable {
    private static final String READY = "ready ";
    private static final long START_SECONDS = 180;

    private final Process process;
    private final URI mcpUrl;

    /** Starts on a free port of a host that is this machine. */
    QuickstartProcess(String host) {
        try {
            this.process = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-Xmx256m",
                            "-XX:TieredStopAtLevel=1",
                            "-Dquickstart.host=" + host,
                            "-cp",
                            jars(),
                            "org.mcpoauth.samples.quickstart.Demo",
                            "--serve")
                    .redirectErrorStream(true)
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        CompletableFuture<URI> ready = new CompletableFuture<>();
        Thread reader = new Thread(() -> read(ready), "output of the quickstart");
        reader.setDaemon(true);
        reader.start();
        this.mcpUrl = await(ready);
    }

    private URI await(CompletableFuture<URI> ready) {
        try {
            return ready.orTimeout(START_SECONDS, TimeUnit.SECONDS).join();
        } catch (CompletionException e) {
            process.destroyForcibly();
            throw e;
        }
    }

    URI mcpUrl() {
        return mcpUrl;
    }

    URI issuer() {
        return URI.create(mcpUrl.getScheme() + "://" + mcpUrl.getRawAuthority());
    }

    @Override
    public void close() {
        process.destroy();
        process.onExit()
                .completeOnTimeout(process, 20, TimeUnit.SECONDS)
                .thenAccept(Process::destroyForcibly)
                .join();
    }

    /** Without the classes of this sample, whose configuration is for nobody else. */
    private static String jars() {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator, -1))
                .filter(path -> path.endsWith(".jar"))
                .collect(Collectors.joining(File.pathSeparator));
    }

    /** The output is read to its end, since a full pipe would stop the server. */
    private void read(CompletableFuture<URI> ready) {
        StringBuilder said = new StringBuilder();
        try (BufferedReader output = process.inputReader()) {
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                if (line.startsWith(READY)) {
                    ready.complete(URI.create(line.substring(READY.length())));
                    output.transferTo(Writer.nullWriter());
                    return;
                }
                said.append(line).append('\n');
            }
        } catch (IOException e) {
            said.append(e);
        }
        ready.completeExceptionally(new IllegalStateException(said.toString()));
    }
}
