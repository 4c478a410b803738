package org.mcpoauth.benchmarks;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.StringWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** Sends the same request on sixteen connections for some seconds, from another process than the server. */
interface HttpLoad {

    /** What came back: how many answers, and how many of them were not a success. */
    record Answers(long all, long failed) {}

    String name();

    Answers run(int port, String token, int seconds) throws IOException, InterruptedException;

    /** wrk where it is installed, else a client written in Java. */
    static HttpLoad available() {
        try {
            new ProcessBuilder("wrk", "-v").redirectErrorStream(true).start().destroy();
            return new Wrk();
        } catch (IOException absent) {
            return new JavaClient();
        }
    }

    /** https://github.com/wg/wrk. */
    final class Wrk implements HttpLoad {
        @Override
        public String name() {
            return "wrk";
        }

        @Override
        public Answers run(int port, String token, int seconds) throws IOException, InterruptedException {
            Path script = Files.createTempFile("benchmark", ".lua");
            try {
                Files.writeString(script, script(token));
                String report = output(List.of(
                        "wrk",
                        "-t1",
                        "-c16",
                        "-d" + seconds + "s",
                        "-s",
                        script.toString(),
                        "http://127.0.0.1:" + port + "/mcp"));
                return new Answers(number(report, "requests in"), number(report, "Non-2xx or 3xx responses:"));
            } finally {
                Files.delete(script);
            }
        }

        private static String script(String token) {
            return String.join(
                    "\n",
                    "wrk.method = \"POST\"",
                    "wrk.body = [[" + HttpPart.BODY + "]]",
                    "wrk.headers[\"Content-Type\"] = \"application/json\"",
                    "wrk.headers[\"Authorization\"] = \"Bearer " + token + "\"");
        }

        /** The number before a word, or after it when the word ends with a colon; 0 if it is not there. */
        private static long number(String report, String word) {
            for (String line : report.lines().toList()) {
                int at = line.indexOf(word);
                if (at >= 0) {
                    String part = word.endsWith(":") ? line.substring(at + word.length()) : line.substring(0, at);
                    return Long.parseLong(part.strip());
                }
            }
            return 0;
        }
    }

    /** Sixteen threads with one client of the JDK. */
    final class JavaClient implements HttpLoad {
        private static final int THREADS = 16;

        @Override
        public String name() {
            return "a client in Java, since wrk is not installed";
        }

        @Override
        public Answers run(int port, String token, int seconds) throws IOException, InterruptedException {
            String report = output(ServerProcess.java(
                    JavaClient.class.getName(), Integer.toString(port), token, Integer.toString(seconds)));
            List<String> numbers = report.lines().toList();
            return new Answers(Long.parseLong(numbers.get(0)), Long.parseLong(numbers.get(1)));
        }

        /** Prints how many answers came and how many were not 200. */
        public static void main(String[] arguments) throws InterruptedException {
            URI uri = URI.create("http://127.0.0.1:" + arguments[0] + "/mcp");
            HttpRequest request = HttpRequest.newBuilder(uri)
                    .header("Content-Type", "application/json")
                    .header("Authorization", "Bearer " + arguments[1])
                    .POST(BodyPublishers.ofString(HttpPart.BODY))
                    .build();
            long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(Long.parseLong(arguments[2]));
            AtomicLong all = new AtomicLong();
            AtomicLong failed = new AtomicLong();
            HttpClient client =
                    HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
            List<Thread> threads = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                threads.add(new Thread(() -> send(client, request, end, all, failed)));
            }
            threads.forEach(Thread::start);
            for (Thread thread : threads) {
                thread.join();
            }
            System.out.println(all + "\n" + failed);
            System.exit(0);
        }

        private static void send(HttpClient client, HttpRequest request, long end, AtomicLong all, AtomicLong failed) {
            try {
                while (System.nanoTime() < end) {
                    int status = client.send(request, BodyHandlers.discarding()).statusCode();
                    all.incrementAndGet();
                    failed.addAndGet(status == 200 ? 0 : 1);
                }
            } catch (IOException e) {
                failed.incrementAndGet();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static String output(List<String> command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        StringWriter output = new StringWriter();
        new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8).transferTo(output);
        if (process.waitFor() != 0) {
            throw new IOException(command.get(0) + " failed");
        }
        return output.toString();
    }
}
