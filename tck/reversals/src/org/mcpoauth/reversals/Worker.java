package org.mcpoauth.reversals;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.platform.engine.FilterResult;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.PostDiscoveryFilter;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.junit.platform.launcher.listeners.TestExecutionSummary;

/**
 * A JVM that applies reversals, one after the other: each is compiled against the built classes, and its tests run
 * in class loaders of their own. Asked by lines on standard input: the line of a reversal in the table, or {@code -}
 * and tests that run without any; answers each with a line.
 */
final class Worker {
    private final Path root;
    private final List<Path> classes;
    private final List<Reversal> table;
    private final PrintStream log;

    private Worker(Path root, List<Path> classes, List<Reversal> table, PrintStream log) {
        this.root = root;
        this.classes = classes;
        this.table = table;
        this.log = log;
    }

    /** Arguments: root, folders of classes, table. */
    public static void main(String... args) throws Exception {
        PrintStream answers = System.out;
        // what the tests say is not for whoever waits for answers
        System.setOut(System.err);
        List<Path> classes = Stream.of(args[1].split(":")).map(Path::of).toList();
        Worker worker = new Worker(Path.of(args[0]), classes, Reversal.table(Path.of(args[2])), System.err);
        BufferedReader questions = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String question = questions.readLine(); question != null; question = questions.readLine()) {
            answers.println(worker.answer(question));
            answers.flush();
        }
        System.exit(0);
    }

    private String answer(String question) throws Exception {
        Path scratch = Files.createTempDirectory("reversal");
        try {
            if (question.startsWith("- ")) {
                return run(List.of(question.substring(2).split(" ")), scratch);
            }
            int line = Integer.parseInt(question);
            return reversed(
                    table.stream().filter(it -> it.line() == line).findFirst().orElseThrow(), scratch);
        } finally {
            try (Stream<Path> files = Files.walk(scratch)) {
                files.sorted((one, other) -> other.compareTo(one))
                        .forEach(file -> file.toFile().delete());
            }
        }
    }

    private String reversed(Reversal reversal, Path scratch) throws Exception {
        Path file = root.resolve(reversal.file());
        String source = Files.readString(file);
        int at = source.indexOf(reversal.cut());
        if (at < 0 || source.indexOf(reversal.cut(), at + 1) >= 0) {
            return "BROKEN the text to cut is " + (at < 0 ? "not found" : "found more than once");
        }
        Path changed = Files.createDirectories(scratch.resolve("source")).resolve(file.getFileName());
        Files.writeString(changed, source.replace(reversal.cut(), reversal.put()));
        Path target = Files.createDirectories(scratch.resolve("classes"));
        return compiled(changed, target) ? run(reversal.tests(), target) : "BROKEN it does not compile";
    }

    private boolean compiled(Path source, Path target) throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        String path = classes.stream().map(Path::toString).collect(Collectors.joining(":")) + ":"
                + System.getProperty("java.class.path");
        List<String> options =
                List.of("-proc:none", "-nowarn", "-g", "-parameters", "-d", target.toString(), "-cp", path);
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
            return compiler.getTask(null, files, it -> log.println(it), options, null, files.getJavaFileObjects(source))
                    .call();
        }
    }

    private String run(List<String> tests, Path changed) throws IOException {
        ClassLoader outer = Thread.currentThread().getContextClassLoader();
        try (URLClassLoader loader = loader(changed)) {
            Thread.currentThread().setContextClassLoader(loader);
            SummaryGeneratingListener listener = new SummaryGeneratingListener();
            LauncherFactory.create().execute(request(tests), listener);
            return verdict(listener.getSummary());
        } finally {
            Thread.currentThread().setContextClassLoader(outer);
        }
    }

    private URLClassLoader loader(Path changed) throws MalformedURLException {
        List<URL> urls = new ArrayList<>();
        urls.add(changed.toUri().toURL());
        for (Path folder : classes) {
            urls.add(folder.toUri().toURL());
        }
        return new URLClassLoader(urls.toArray(URL[]::new), Worker.class.getClassLoader());
    }

    private LauncherDiscoveryRequest request(List<String> tests) throws IOException {
        Set<String> types = new LinkedHashSet<>();
        for (String test : tests) {
            types.add(qualified(test.substring(0, test.indexOf('.'))));
        }
        PostDiscoveryFilter named = descriptor -> FilterResult.includedIf(descriptor
                .getSource()
                .filter(MethodSource.class::isInstance)
                .map(MethodSource.class::cast)
                .filter(method -> tests.contains(simple(method.getClassName()) + "." + method.getMethodName()))
                .isPresent());
        return LauncherDiscoveryRequestBuilder.request()
                .selectors(types.stream().map(DiscoverySelectors::selectClass).toList())
                .filters(named)
                .build();
    }

    /** The outermost class, without package. */
    private static String simple(String type) {
        String name = type.substring(type.lastIndexOf('.') + 1);
        return name.contains("$") ? name.substring(0, name.indexOf('$')) : name;
    }

    private String qualified(String simple) throws IOException {
        for (Path folder : classes) {
            try (Stream<Path> files = Files.walk(folder)) {
                Path found = files.filter(file -> file.getFileName().toString().equals(simple + ".class"))
                        .findFirst()
                        .orElse(null);
                if (found != null) {
                    String name = folder.relativize(found).toString().replace('/', '.');
                    return name.substring(0, name.length() - ".class".length());
                }
            }
        }
        throw new IllegalArgumentException("no test class " + simple);
    }

    private String verdict(TestExecutionSummary summary) {
        long started = summary.getTestsStartedCount();
        long failed = summary.getTestsFailedCount() + summary.getContainersFailedCount();
        summary.getFailures().stream()
                .limit(3)
                .forEach(failure ->
                        log.println(failure.getTestIdentifier().getDisplayName() + ": " + failure.getException()));
        if (failed > 0) {
            return "RED " + failed + " of " + started;
        }
        return started == 0 ? "BROKEN no test ran" : "GREEN " + started;
    }
}
