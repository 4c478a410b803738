package org.mcpoauth.starter.node;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A node in a process of its own, which ends with this object in any case. */
public final class NodeProcess implements AutoCloseable {
    private static final int START_SECONDS = 60;
    private static final int END_SECONDS = 10;
    private static final int LAST_SECONDS = 60;

    private final Process process;
    private final CompletableFuture<String> ready = new CompletableFuture<>();
    private final List<String> said = Collections.synchronizedList(new ArrayList<>());
    private final BlockingQueue<String> later = new LinkedBlockingQueue<>();
    private final Thread reader = new Thread(this::listen, "node-output");

    private NodeProcess(Process process) {
        this.process = process;
    }

    /** Starts a node; {@link #awaitReady} waits for it. */
    static NodeProcess start(String issuer, String kind, String location, String... options) {
        return start(NodeMain.class, List.of(options), List.of(issuer, kind, location));
    }

    /**
     * Starts a program that says {@code ready} with something behind it when it is, and ends with its standard
     * input.
     */
    public static NodeProcess start(Class<?> program, List<String> options, List<String> arguments) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path")));
        command.addAll(options);
        command.add(program.getName());
        command.addAll(arguments);
        try {
            NodeProcess node = new NodeProcess(
                    new ProcessBuilder(command).redirectErrorStream(true).start());
            node.reader.setDaemon(true);
            node.reader.start();
            return node;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public NodeProcess awaitReady() {
        try {
            ready.get(START_SECONDS, TimeUnit.SECONDS);
            return this;
        } catch (Exception e) {
            close();
            throw new AssertionError("the node did not start: " + said, e);
        }
    }

    URI mcp() {
        return address();
    }

    /** Where it is, as it said. */
    public URI address() {
        return URI.create(part(1));
    }

    /** Waits until it says something after it was ready. */
    public void awaitSaying(String line) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(LAST_SECONDS);
        try {
            for (String next = ""; !line.equals(next); ) {
                next = later.poll(end - System.nanoTime(), TimeUnit.NANOSECONDS);
                if (next == null) {
                    throw new AssertionError("the node does not say " + line + ": " + said);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    int memberPort() {
        return Integer.parseInt(part(2));
    }

    long pid() {
        return process.pid();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** Stops it without ending it, as a machine does that hangs: connections stay and nothing answers. */
    void suspend() {
        try {
            Process kill = new ProcessBuilder("kill", "-STOP", Long.toString(pid())).start();
            if (!kill.waitFor(END_SECONDS, TimeUnit.SECONDS) || kill.exitValue() != 0) {
                throw new AssertionError("the node could not be suspended");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    /** Ends its standard input, waits until it has ended by itself and gives what it said. */
    public List<String> finish() {
        try (NodeProcess ended = this) {
            process.getOutputStream().close();
            if (process.waitFor(LAST_SECONDS, TimeUnit.SECONDS)) {
                reader.join(TimeUnit.SECONDS.toMillis(END_SECONDS));
            }
            return List.copyOf(ended.said);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        kill();
    }

    /** Ends it from outside, at once ({@code SIGKILL}), and waits until it is gone. */
    public void kill() {
        process.destroyForcibly();
        try {
            process.waitFor(END_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private String part(int number) {
        return List.of(ready.join().split(" ", -1)).get(number);
    }

    private void listen() {
        try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                said.add(line);
                if (line.startsWith("ready ")) {
                    ready.complete(line);
                } else {
                    later.add(line);
                }
            }
            ready.completeExceptionally(new IllegalStateException("it ended"));
        } catch (IOException e) {
            ready.completeExceptionally(e);
        }
    }
}
