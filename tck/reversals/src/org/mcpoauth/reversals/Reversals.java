package org.mcpoauth.reversals;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Takes each rule of a table away, one at a time, and demands that the tests which the page names for it turn red.
 * All of them must be green before.
 */
public final class Reversals {
    private static final int WORKERS = 2;
    private static final long SECONDS_EACH = 180;

    private final Page page;
    private final String pattern;
    private final AtomicInteger passed = new AtomicInteger();
    private final AtomicInteger failed = new AtomicInteger();

    private Reversals(Page page, String pattern) {
        this.page = page;
        this.pattern = pattern;
    }

    /** A question for a worker, what to print with its answer, and how a good answer begins. */
    private record Job(String question, String title, String expected) {}

    /**
     * Arguments: root, file of modules, table, page, perhaps a pattern: a part of a row, file or test. A line of the
     * file of modules has a module, its folders of classes and its class path, with blanks between.
     */
    public static void main(String... args) throws Exception {
        List<Reversal> table = Reversal.table(Path.of(args[2]));
        Reversals run = new Reversals(Page.read(Path.of(args[3])), args.length > 4 ? args[4] : "");
        run.checkPage(table);
        List<String> modules = Files.readAllLines(Path.of(args[1]));
        run.checkModules(table, modules);
        for (String line : modules) {
            String[] module = line.split(" ");
            List<Reversal> chosen = table.stream()
                    .filter(it -> it.module().equals(module[0]) && run.isChosen(it))
                    .toList();
            List<String> worker = worker(module[2], args[0], module[1], args[2]);
            run.work(worker, unreverted(chosen));
            run.work(worker, chosen.stream().map(run::job).toList());
        }
        System.out.println(run.passed + " passed, " + run.failed + " failed");
        System.exit(run.exitCode());
    }

    private static List<String> worker(String classPath, String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                System.getProperty("java.home") + "/bin/java",
                "-Xmx768m",
                "-XX:+UseSerialGC",
                "-cp",
                classPath,
                Worker.class.getName()));
        command.addAll(List.of(arguments));
        return command;
    }

    /** 1 if anything failed, 2 if nothing was chosen. */
    private int exitCode() {
        if (failed.get() > 0) {
            return 1;
        }
        return passed.get() > 0 ? 0 : 2;
    }

    private boolean isChosen(Reversal reversal) {
        return (reversal.row() + "\n" + reversal.file() + "\n" + reversal.tests()).contains(pattern);
    }

    /** A line that names no row, or a test which the row does not claim, proves nothing on the page. */
    private void checkPage(List<Reversal> table) {
        for (Reversal reversal : table) {
            try {
                Page.Row row = page.row(reversal.row());
                reversal.tests().stream()
                        .filter(test -> !row.names(test))
                        .forEach(test -> fail("line " + reversal.line() + ": its row does not name " + test));
            } catch (IllegalArgumentException e) {
                fail("line " + reversal.line() + ": " + e.getMessage());
            }
        }
        if (pattern.isEmpty()) {
            page.rows().stream()
                    .filter(row ->
                            table.stream().noneMatch(it -> row.requirement().startsWith(it.row())))
                    .forEach(row -> System.out.println("no reversal: " + row.requirement()));
        }
    }

    private void checkModules(List<Reversal> table, List<String> modules) {
        table.stream()
                .filter(it -> modules.stream().noneMatch(line -> line.startsWith(it.module() + " ")))
                .forEach(it -> fail("line " + it.line() + ": tests of " + it.module() + " are not run"));
    }

    private void fail(String problem) {
        failed.incrementAndGet();
        System.out.println("FAIL  " + problem);
    }

    /** All tests that any chosen line names, class by class. */
    private static List<Job> unreverted(List<Reversal> chosen) {
        Map<String, Set<String>> classes = new TreeMap<>();
        chosen.forEach(reversal -> reversal.tests()
                .forEach(test -> classes.computeIfAbsent(test.substring(0, test.indexOf('.')), key -> new TreeSet<>())
                        .add(test)));
        List<Job> jobs = new ArrayList<>();
        classes.forEach((type, tests) -> jobs.add(new Job("- " + String.join(" ", tests), type, "GREEN")));
        return jobs;
    }

    private Job job(Reversal reversal) {
        String document = page.rows().stream()
                .filter(row -> row.requirement().startsWith(reversal.row()))
                .findFirst()
                .map(Page.Row::document)
                .orElse("?");
        return new Job(
                String.valueOf(reversal.line()),
                document + " | " + reversal.row() + " | " + reversal.summary() + " (line " + reversal.line() + ")",
                "RED");
    }

    private void work(List<String> worker, List<Job> jobs) throws Exception {
        Queue<Job> queue = new ConcurrentLinkedQueue<>(jobs);
        ExecutorService workers = Executors.newFixedThreadPool(WORKERS);
        List<Future<?>> all = new ArrayList<>();
        for (int i = 0; i < WORKERS; i++) {
            all.add(workers.submit(() -> {
                drain(worker, queue);
                return null;
            }));
        }
        workers.shutdown();
        for (Future<?> one : all) {
            one.get();
        }
    }

    private void drain(List<String> worker, Queue<Job> queue) throws Exception {
        for (Job job = queue.peek(); job != null; job = queue.peek()) {
            try (Jvm jvm = new Jvm(worker)) {
                boolean isAlive = true;
                for (job = queue.poll(); job != null; job = isAlive ? queue.poll() : null) {
                    String answer = jvm.ask(job.question());
                    isAlive = jvm.isAlive();
                    tell(job, answer);
                }
            }
        }
    }

    private void tell(Job job, String answer) {
        boolean isGood = answer.startsWith(job.expected());
        (isGood ? passed : failed).incrementAndGet();
        System.out.println((isGood ? "ok    " : "FAIL  ") + answer + " | " + job.title());
    }

    /** A worker in a process of its own, which is ended when it takes too long. */
    private static final class Jvm implements AutoCloseable {
        private final Process process;
        private final PrintWriter questions;
        private final BufferedReader answers;
        private final ExecutorService reading = Executors.newSingleThreadExecutor();

        Jvm(List<String> command) throws IOException {
            String log = System.getProperty("reversals.log");
            this.process = new ProcessBuilder(command)
                    .redirectError(
                            log == null
                                    ? ProcessBuilder.Redirect.DISCARD
                                    : ProcessBuilder.Redirect.appendTo(new File(log)))
                    .start();
            this.questions =
                    new PrintWriter(new OutputStreamWriter(process.getOutputStream(), StandardCharsets.UTF_8), true);
            this.answers = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        }

        String ask(String question) throws Exception {
            questions.println(question);
            try {
                String answer = reading.submit(answers::readLine).get(SECONDS_EACH, TimeUnit.SECONDS);
                return answer == null ? "BROKEN the worker ended" : answer;
            } catch (TimeoutException e) {
                process.destroyForcibly().waitFor();
                return "BROKEN the tests did not come to an end";
            }
        }

        boolean isAlive() {
            return process.isAlive();
        }

        @Override
        public void close() {
            process.destroyForcibly();
            reading.shutdownNow();
        }
    }
}
