package org.mcpoauth.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A server in a process of its own, which prints its port first and ends with its standard input.
 *
 * @param name for failures
 * @param process the process itself, so that its CPU time is that of the server
 * @param output what it prints after its port
 * @param port where it listens
 */
record ServerProcess(String name, Process process, BufferedReader output, int port) {

    static ServerProcess start(String name, List<String> command) throws IOException {
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        BufferedReader output = process.inputReader(StandardCharsets.UTF_8);
        String port = output.readLine();
        if (port == null) {
            process.destroy();
            throw new IOException(name + " does not start");
        }
        return new ServerProcess(name, process, output, Integer.parseInt(port));
    }

    /** A command that runs a class of ours with the class path of this process. */
    static List<String> java(String main, String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseParallelGC",
                "-Xmx512m",
                "-cp",
                System.getProperty("java.class.path"),
                main));
        command.addAll(Arrays.asList(arguments));
        return command;
    }

    /** Says a line and gives the line that it answers. */
    String ask(String line) throws IOException {
        process.outputWriter(StandardCharsets.UTF_8).append(line).append('\n').flush();
        String answer = output.readLine();
        if (answer == null) {
            throw new IOException(name + " has ended");
        }
        return answer;
    }

    /** User and system time so far. */
    Duration cpu() {
        return process.info().totalCpuDuration().orElseThrow();
    }

    void stop() {
        process.destroy();
    }
}
