package org.mcpoauth.samples.testing;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * The server of a sample in a process of its own, as run.sh starts it, with a folder of its own. The system properties
 * {@code liberty.home} and {@code liberty.user} tell where it was built and where its folder is made.
 */
public final class LibertyProcess implements AutoCloseable {
    /** The application answers, and the server listens; which comes first differs. */
    private static final Set<String> STARTED = Set.of("CWWKZ0001I", "CWWKF0011I");

    private static final String FAILED = "CWWKZ0002E";
    private static final long START_SECONDS = 180;
    private static final int KEPT_LINES = 60;

    private final String name;
    private final URI origin;
    private final Path home;
    private final Path user;
    private final Map<String, String> environment;
    private Process process;

    /**
     * Starts a server on a free port, which it finds in the variable {@code HTTP_PORT}.
     *
     * @param name the name of the server
     * @param folder where its state is
     * @param environment the other variables, for the origin that the server has
     */
    public LibertyProcess(String name, String folder, Function<URI, Map<String, String>> environment) {
        this.name = name;
        this.origin = URI.create("http://127.0.0.1:" + freePort());
        this.home = Path.of(System.getProperty("liberty.home"));
        this.user = Path.of(System.getProperty("liberty.user"), folder);
        this.environment = Map.copyOf(environment.apply(origin));
        copyServer();
        this.process = start();
    }

    /** Where the server listens. */
    public URI origin() {
        return origin;
    }

    /** Ends the process and starts another one on the same data. */
    public void restart() {
        close();
        process = start();
    }

    @Override
    public void close() {
        end(process);
    }

    private static void end(Process process) {
        List<ProcessHandle> all = Stream.concat(process.descendants(), Stream.of(process.toHandle()))
                .toList();
        all.forEach(ProcessHandle::destroy);
        all.forEach(handle -> handle.onExit()
                .completeOnTimeout(null, 20, TimeUnit.SECONDS)
                .thenRun(handle::destroyForcibly)
                .join());
    }

    private Process start() {
        ProcessBuilder builder = new ProcessBuilder(home.resolve("bin/server").toString(), "run", name);
        builder.redirectErrorStream(true);
        builder.environment().putAll(environment);
        builder.environment().put("WLP_USER_DIR", user.toString());
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().put("JVM_ARGS", "-Xmx512m");
        builder.environment().put("HTTP_PORT", Integer.toString(origin.getPort()));
        try {
            Process started = builder.start();
            awaitApplication(started);
            return started;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The output is read to its end, since a full pipe would stop the server. */
    private static void awaitApplication(Process started) {
        CompletableFuture<Void> ready = new CompletableFuture<>();
        Thread reader = new Thread(() -> read(started, ready), "output of the server");
        reader.setDaemon(true);
        reader.start();
        try {
            ready.orTimeout(START_SECONDS, TimeUnit.SECONDS).join();
        } catch (CompletionException e) {
            end(started);
            throw e;
        }
    }

    private static void read(Process started, CompletableFuture<Void> ready) {
        List<String> lines = new ArrayList<>();
        Set<String> missing = new HashSet<>(STARTED);
        try (BufferedReader output = started.inputReader(StandardCharsets.UTF_8)) {
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                lines.add(line);
                if (lines.size() > KEPT_LINES) {
                    lines.remove(0);
                }
                missing.removeIf(line::contains);
                if (missing.isEmpty()) {
                    ready.complete(null);
                } else if (line.contains(FAILED)) {
                    break;
                }
            }
            output.transferTo(java.io.Writer.nullWriter());
        } catch (IOException e) {
            lines.add(e.toString());
        }
        ready.completeExceptionally(new IllegalStateException(String.join("\n", lines)));
    }

    private void copyServer() {
        Path from = home.resolve("usr/servers").resolve(name);
        Path to = user.resolve("servers").resolve(name);
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path relative = from.relativize(file);
                if (relative.startsWith("apps") || relative.startsWith("drivers") || relative.endsWith("server.xml")) {
                    Path target = to.resolve(relative);
                    Files.createDirectories(target.getParent());
                    Files.copy(file, target, StandardCopyOption.REPLACE_EXISTING);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
